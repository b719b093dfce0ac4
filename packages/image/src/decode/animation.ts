import { errors } from '../errors.ts'
import type { ResolvedDecodeOptions } from './decode-options.ts'
import type { ImageFormat } from './detect-format.ts'

/** An animation of a format of which the decoder knows still images alone, and would take it for one. */
export interface Animation {
  /** As a message calls it. */
  readonly name: string
  readonly frames: number
  /** Whether the still image that the file has is the first frame: it may be a replacement for it; `perhaps` there is none. */
  readonly hasFirst: boolean | 'perhaps'
}

/** The animation that a PNG or AVIF file is; undefined for still images and other formats, whose frames the decoder counts. */
export function animationOf(format: ImageFormat, bytes: Uint8Array): Animation | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const found = format === 'PNG' ? animatedPng(view) : format === 'AVIF' ? animatedAvif(view) : undefined
  return found !== undefined && found.frames > 1 ? found : undefined
}

/**
 * Refuses an animation, unless its first frame is what is wanted.
 *
 * @throws RomaeError `IMAGE_SEVERAL_FRAMES`, `IMAGE_UNSUPPORTED_FORMAT`
 */
export function checkAnimation(file: string, animation: Animation, { frames }: ResolvedDecodeOptions): void {
  const { name, frames: count, hasFirst } = animation
  if (frames === 'one') {
    const others = `${hasFirst === true ? 'choose frames "first"; others' : 'frames'} of ${name} cannot be decoded`
    const remedy = `${others}: make a GIF or WebP file of it`
    throw errors.IMAGE_SEVERAL_FRAMES({ name: file, frames: count, remedy })
  }
  if (frames === 'first' && hasFirst !== false) return
  throw cannotDecode(file, animation)
}

export function cannotDecode(file: string, { name, frames }: Animation, cause?: unknown) {
  const got = `${name} of ${frames} frames, which cannot be decoded (make a GIF or WebP file of it)`
  return errors.IMAGE_UNSUPPORTED_FORMAT({ file, got }, cause)
}

/** Of an acTL chunk before the pixels, and an fcTL chunk that makes these the first frame. W3C PNG 3, section 11.3.4.1. */
function animatedPng(view: DataView): Animation | undefined {
  let frames = 0
  let hasFirst = false
  for (let at = 8; at + 12 <= view.byteLength; at += view.getUint32(at) + 12) {
    const type = textAt(view, at + 4)
    if (type === 'acTL') frames = view.getUint32(at + 8)
    if (type === 'fcTL') hasFirst = true
    if (type === 'IDAT') break
  }
  return { name: 'an animated PNG', frames, hasFirst }
}

/**
 * Of the brand `avis` (AV1 image sequences, AVIF 1.1, section 6.3), which has its frames as the samples of a track: the sample
 * size box (ISO 14496-12, section 8.7.3) counts them.
 */
function animatedAvif(view: DataView): Animation | undefined {
  const fileType = view.getUint32(0)
  const brands: string[] = []
  for (let at = 8; at + 4 <= Math.min(fileType, view.byteLength); at += 4) brands.push(textAt(view, at))
  if (!brands.includes('avis')) return undefined
  const frames = sampleCount(view, 0, view.byteLength)
  return { name: 'an animated AVIF', frames, hasFirst: 'perhaps' }
}

const CONTAINERS = ['moov', 'trak', 'mdia', 'minf', 'stbl']

/** The most samples of a track in these boxes; 0 where there is none. */
function sampleCount(view: DataView, start: number, end: number): number {
  let most = 0
  for (let at = start; at + 8 <= end; ) {
    const size = view.getUint32(at)
    const type = textAt(view, at + 4)
    // A size of 0 is the rest; 64-bit sizes are of boxes that hold pixels, after which no track needs to come.
    const boxEnd = size === 0 ? end : at + size
    if (size === 1 || boxEnd > end || boxEnd <= at) break
    if (CONTAINERS.includes(type)) most = Math.max(most, sampleCount(view, at + 8, boxEnd))
    if (type === 'stsz' && at + 20 <= boxEnd) most = Math.max(most, view.getUint32(at + 16))
    at = boxEnd
  }
  return most
}

function textAt(view: DataView, offset: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((index) => view.getUint8(offset + index)))
}
