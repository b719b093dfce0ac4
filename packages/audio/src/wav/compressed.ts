import { ADPCM_HEADER, type WavFormat } from './format.ts'

/** The tag, and how wavefile decodes it to 16-bit integers. */
const CODECS = {
  'a-law': { tag: 6, decode: 'fromALaw' },
  'mu-law': { tag: 7, decode: 'fromMuLaw' },
  'ima-adpcm': { tag: 17, decode: 'fromIMAADPCM' },
} as const

type Codec = keyof typeof CODECS

/**
 * A decoder of interleaved compressed samples, by wavefile.
 *
 * It is handed pieces of the data with a header of our own: its own search through a file's chunks takes exponential
 * time on a hostile one.
 */
export async function compressedDecoder(format: WavFormat, codec: Codec) {
  const { default: wavefile } = await import('wavefile')
  const { tag, decode } = CODECS[codec]

  /** Samples of whole blocks (the last one of IMA ADPCM may be shorter), interleaved, as 16-bit integers. */
  function decodeBlocks(bytes: Uint8Array): Int16Array {
    const wave = new wavefile.WaveFile()
    // One block more: wavefile does not decode the last one of IMA ADPCM.
    const spare = codec === 'ima-adpcm' ? 2 * format.blockSize : 0
    wave.fromBuffer(withHeader(bytes, format, tag, spare))
    wave[decode]()
    return wave.getSamples(true, Int16Array) as unknown as Int16Array
  }

  return (bytes: Uint8Array, channels: readonly Float32Array[], at: number): void => {
    const decoded = decodeBlocks(bytes)
    if (codec === 'ima-adpcm') spreadAdpcm(decoded, format, channels[0]!, at)
    else spread(decoded, bytes.length / format.blockSize, channels, at)
  }
}

function spread(decoded: Int16Array, blocks: number, channels: readonly Float32Array[], at: number): void {
  channels.forEach((samples, channel) => {
    for (let index = 0; index < blocks; index++) {
      samples[at + index] = decoded[index * channels.length + channel]! / 2 ** 15
    }
  })
}

/** wavefile gives the sample in a block's header twice, which would shift all that follows; once is right. */
function spreadAdpcm(decoded: Int16Array, { blockSamples }: WavFormat, samples: Float32Array, at: number): void {
  const perBlock = blockSamples + 1
  for (let index = at, from = 0; index < samples.length && from < decoded.length; from++) {
    if (from % perBlock === 1) continue
    samples[index++] = decoded[from]! / 2 ** 15
  }
}

function withHeader(bytes: Uint8Array, { channels, rate, blockSize, bits }: WavFormat, tag: number, spare: number) {
  const size = bytes.length + spare
  const buffer = new Uint8Array(44 + size + (size % 2))
  const view = new DataView(buffer.buffer)
  const text = (offset: number, value: string) => buffer.set(new TextEncoder().encode(value), offset)
  text(0, 'RIFF')
  view.setUint32(4, buffer.length - 8, true)
  text(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, tag, true)
  view.setUint16(22, channels, true)
  view.setUint32(24, rate, true)
  view.setUint16(32, blockSize, true)
  view.setUint16(34, bits, true)
  text(36, 'data')
  view.setUint32(40, size, true)
  buffer.set(bytes, 44)
  return buffer
}

/** The offset of the first IMA ADPCM block whose step index is beyond the table of 89, or -1. */
export function badAdpcmBlock(bytes: Uint8Array, blockSize: number): number {
  for (let offset = 0; offset + ADPCM_HEADER <= bytes.length; offset += blockSize) {
    if (bytes[offset + 2]! > 88) return offset
  }
  return -1
}
