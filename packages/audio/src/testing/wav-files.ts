import { exportsOf } from '@romae/internal/platform'
import * as wavefile from 'wavefile'

const { WaveFile } = exportsOf(wavefile)

/** wavefile's codes of bit depths. */
export type BitDepth = '8' | '16' | '24' | '32' | '32f' | '64'

/** A WAV file, written by wavefile, of samples in [-1, 1]; one array a channel. */
export function wav(
  channels: readonly ArrayLike<number>[],
  {
    depth = '16',
    rate = 8000,
    container = 'RIFF',
  }: { depth?: BitDepth; rate?: number; container?: 'RIFF' | 'RIFX' } = {},
): Uint8Array {
  const file = new WaveFile()
  const samples = channels.map((channel) => Array.from(channel, (sample) => quantize(sample, depth)))
  file.fromScratch(channels.length, rate, depth, channels.length === 1 ? samples[0]! : samples, { container })
  return file.toBuffer()
}

/** The same as {@link wav}, compressed by wavefile. IMA ADPCM needs one channel and rate 8000. */
export function compressedWav(
  channels: readonly ArrayLike<number>[],
  codec: 'ALaw' | 'MuLaw' | 'IMAADPCM',
): Uint8Array {
  const file = new WaveFile()
  file.fromBuffer(wav(channels))
  file[`to${codec}`]()
  return file.toBuffer()
}

function quantize(sample: number, depth: BitDepth): number {
  if (depth === '32f' || depth === '64') return sample
  if (depth === '8') return Math.round(sample * 127) + 128
  return Math.round(sample * (2 ** (Number(depth) - 1) - 1))
}

/** A chunk of a RIFF file, filled up to an even size. */
export function chunk(id: string, content: Uint8Array, declaredSize = content.length): Uint8Array {
  const bytes = new Uint8Array(8 + content.length + (content.length % 2))
  bytes.set(new TextEncoder().encode(id))
  new DataView(bytes.buffer).setUint32(4, declaredSize, true)
  bytes.set(content, 8)
  return bytes
}

/** A RIFF or RF64 container around chunks. */
export function container(chunks: readonly Uint8Array[], id = 'RIFF', declaredSize?: number): Uint8Array {
  const content = joined([new TextEncoder().encode('WAVE'), ...chunks])
  const bytes = joined([new TextEncoder().encode(id), new Uint8Array(4), content])
  new DataView(bytes.buffer).setUint32(4, declaredSize ?? content.length, true)
  return bytes
}

/** The content of a `fmt ` chunk. With `subFormat` it is an extensible one. */
export function format(fields: {
  tag?: number
  channels?: number
  rate?: number
  blockSize?: number
  bits?: number
  subFormat?: number
}): Uint8Array {
  const { tag = 1, channels = 1, rate = 8000, bits = 16, subFormat } = fields
  const bytes = new Uint8Array(subFormat === undefined ? 16 : 40)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, subFormat === undefined ? tag : 0xfffe, true)
  view.setUint16(2, channels, true)
  view.setUint32(4, rate, true)
  view.setUint16(12, fields.blockSize ?? (channels * bits) / 8, true)
  view.setUint16(14, bits, true)
  if (subFormat !== undefined) {
    view.setUint16(16, 22, true)
    view.setUint16(24, subFormat, true)
  }
  return bytes
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** The bytes of 16-bit little-endian samples. */
export function int16(...samples: number[]): Uint8Array {
  return new Uint8Array(Int16Array.from(samples).buffer)
}
