import { errors } from '../errors.ts'
import type { ByteSource } from './byte-source.ts'
import { badHeader, readContent, type WavLayout } from './chunks.ts'

/** How samples are written. */
type WavEncoding = 'pcm' | 'float' | 'a-law' | 'mu-law' | 'ima-adpcm'

/** What the `fmt ` chunk says. */
export interface WavFormat {
  readonly encoding: WavEncoding
  readonly channels: number
  readonly rate: number
  /** Bits of a sample as stored: a multiple of 8, or 4 for IMA ADPCM. */
  readonly bits: number
  /** Bytes that cannot be decoded apart: one sample of each channel, or a block of IMA ADPCM. */
  readonly blockSize: number
  /** Samples of each channel in a block. */
  readonly blockSamples: number
}

const ENCODINGS: Readonly<Record<number, WavEncoding>> = {
  1: 'pcm',
  3: 'float',
  6: 'a-law',
  7: 'mu-law',
  17: 'ima-adpcm',
}
/** Says that the encoding stands in the sub-format. */
const EXTENSIBLE = 0xfffe
/** An IMA ADPCM block starts with one sample and the decoder's state. */
export const ADPCM_HEADER = 4

/**
 * Reads the `fmt ` chunk. Integers with fewer bits than their bytes have are left-justified, as the specification
 * says, so only the bytes count.
 *
 * @throws RomaeError `AUDIO_BAD_HEADER`, `AUDIO_UNSUPPORTED_CODEC`
 */
export async function readFormat(bytes: ByteSource, { format, bigEndian }: WavLayout): Promise<WavFormat> {
  const { file } = bytes
  const littleEndian = !bigEndian
  const fields = await readContent(bytes, 'fmt ', format, 16)
  let tag = fields.getUint16(0, littleEndian)
  const channels = fields.getUint16(2, littleEndian)
  const rate = fields.getUint32(4, littleEndian)
  const blockSize = fields.getUint16(12, littleEndian)
  const bitsPerSample = fields.getUint16(14, littleEndian)
  if (tag === EXTENSIBLE) tag = (await readContent(bytes, 'fmt ', format, 40)).getUint16(24, littleEndian)

  if (channels === 0) throw badHeader(file, 'number of channels', 'at least 1', '0')
  if (rate === 0) throw badHeader(file, 'sample rate', 'at least 1', '0')
  const encoding = ENCODINGS[tag]
  const unsupported = () => errors.AUDIO_UNSUPPORTED_CODEC({ file, tag, bits: bitsPerSample, channels })
  if (encoding === undefined) throw unsupported()
  if (encoding === 'ima-adpcm') {
    if (bitsPerSample !== 4 || channels !== 1) throw unsupported()
    if (blockSize <= ADPCM_HEADER)
      throw badHeader(file, 'block size', `more than ${ADPCM_HEADER} bytes`, `${blockSize}`)
    // The sample of the header, then two a byte.
    return { encoding, channels, rate, bits: 4, blockSize, blockSamples: 1 + 2 * (blockSize - ADPCM_HEADER) }
  }
  const bits = 8 * Math.ceil(bitsPerSample / 8)
  if (!isSupported(encoding, bits)) throw unsupported()
  const expected = (channels * bits) / 8
  if (blockSize !== expected) {
    throw badHeader(file, 'block size', `${expected} bytes (${channels} channels of ${bits} bits)`, `${blockSize}`)
  }
  return { encoding, channels, rate, bits, blockSize, blockSamples: 1 }
}

function isSupported(encoding: WavEncoding, bits: number): boolean {
  if (encoding === 'pcm') return bits >= 8 && bits <= 32
  return encoding === 'float' ? bits === 32 || bits === 64 : bits === 8
}
