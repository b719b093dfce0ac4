import type { WavFormat } from './format.ts'

/**
 * Decodes interleaved samples that are numbers already: integers to [-1, 1), floating point as it is.
 *
 * By the platform's own `DataView`: wavefile's parser of floating point is a hundred times slower.
 *
 * @param bytes whole blocks
 * @param channels each at least `at` + the number of blocks long
 */
export function decodeLinear(
  bytes: Uint8Array,
  { encoding, bits, blockSize }: WavFormat,
  bigEndian: boolean,
  channels: readonly Float32Array[],
  at: number,
): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const read = reader(view, encoding === 'float', bits, !bigEndian)
  const blocks = bytes.length / blockSize
  channels.forEach((samples, channel) => {
    let offset = (channel * bits) / 8
    for (let index = 0; index < blocks; index++, offset += blockSize) samples[at + index] = read(offset)
  })
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
