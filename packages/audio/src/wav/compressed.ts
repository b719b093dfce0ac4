import { exportsOf } from '@romae/internal/platform'
import { ADPCM_HEADER, type WavFormat } from './format.ts'
import type { PieceDecoder } from './linear.ts'

/** A codec's tag, and the method by which wavefile decodes it. */
const CODECS = {
  'a-law': { tag: 6, decode: 'fromALaw' },
  'mu-law': { tag: 7, decode: 'fromMuLaw' },
  'ima-adpcm': { tag: 17, decode: 'fromIMAADPCM' },
} as const

export type Codec = keyof typeof CODECS

/**
 * A decoder of compressed samples, by wavefile: to 16-bit integers, then to [-1, 1).
 *
 * It is handed pieces of the data with a header of our own: its own search through a file's chunks takes exponential
 * time on a hostile one.
 */
export async function compressedDecoder(format: WavFormat, codec: Codec): Promise<PieceDecoder> {
  const { WaveFile } = exportsOf(await import('wavefile'))
  const { tag, decode } = CODECS[codec]
  // wavefile does not decode the last block of IMA ADPCM, nor what follows it.
  const spare = codec === 'ima-adpcm' ? 2 * format.blockSize : 0
  const spread = codec === 'ima-adpcm' ? spreadAdpcm : spreadInterleaved

  return (bytes, channels) => {
    const wave = new WaveFile()
    wave.fromBuffer(withHeader(bytes, format, tag, spare))
    wave[decode]()
    const decoded: ArrayLike<number> = wave.getSamples(true)
    spread(decoded, channels, format)
  }
}

const FULL_SCALE = 2 ** 15

function spreadInterleaved(decoded: ArrayLike<number>, channels: readonly Float32Array[]): void {
  channels.forEach((samples, channel) => {
    for (let index = 0, from = channel; index < samples.length; index++, from += channels.length) {
      samples[index] = decoded[from]! / FULL_SCALE
    }
  })
}

/** wavefile gives the sample in a block's header twice, which would shift all that follows; once is right. */
function spreadAdpcm(decoded: ArrayLike<number>, channels: readonly Float32Array[], { blockSamples }: WavFormat): void {
  const samples = channels[0]!
  for (let index = 0; index < samples.length; index++) {
    const block = Math.floor(index / blockSamples)
    const within = index % blockSamples
    const repeated = block + (within > 0 ? 1 : 0)
    samples[index] = decoded[index + repeated]! / FULL_SCALE
  }
}

/**
 * A file of one channel, whatever there are: the codecs go sample by sample, and wavefile would refuse rates and numbers
 * of channels that have nothing to do with decoding.
 */
function withHeader(bytes: Uint8Array, { blockSize, bits }: WavFormat, tag: number, spare: number): Uint8Array {
  const size = bytes.length + spare
  const buffer = new Uint8Array(44 + size + (size % 2))
  const view = new DataView(buffer.buffer)
  const text = (offset: number, value: string) => buffer.set(new TextEncoder().encode(value), offset)
  text(0, 'RIFF')
  view.setUint32(4, buffer.length - 8, true)
  text(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, tag, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, 8000, true)
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
