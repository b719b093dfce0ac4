import type { WavFormat } from './format.ts'

/** Fills `channels` with the samples that `bytes`, whole blocks, hold. */
export type PieceDecoder = (bytes: Uint8Array, channels: readonly Float32Array[]) => void

/**
 * Decodes interleaved samples that are numbers already: integers to [-1, 1), floating point as it is.
 *
 * By the platform's own `DataView`: wavefile's parser of floating point is a hundred times slower.
 *
 */
export function linearDecoder({ encoding, bits, blockSize }: WavFormat, bigEndian: boolean): PieceDecoder {
  return (bytes, channels) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const read = reader(view, encoding === 'float', bits, !bigEndian)
    channels.forEach((samples, channel) => {
      let offset = (channel * bits) / 8
      for (let index = 0; index < samples.length; index++, offset += blockSize) samples[index] = read(offset)
    })
  }
}

function reader(view: DataView, float: boolean, bits: number, littleEndian: boolean): (offset: number) => number {
  if (float && bits === 32) return (offset) => view.getFloat32(offset, littleEndian)
  if (float) return (offset) => view.getFloat64(offset, littleEndian)
  // 8 bits are unsigned, around 128.
  if (bits === 8) return (offset) => (view.getUint8(offset) - 128) / 2 ** 7
  if (bits === 16) return (offset) => view.getInt16(offset, littleEndian) / 2 ** 15
  if (bits === 32) return (offset) => view.getInt32(offset, littleEndian) / 2 ** 31
  const [high, low] = littleEndian ? [1, 0] : [0, 2]
  return (offset) => (view.getInt16(offset + high, littleEndian) * 2 ** 8 + view.getUint8(offset + low)) / 2 ** 23
}
