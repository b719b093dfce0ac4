import { count, type Schema, type ValueOf } from '@romae/internal/options'
import { readOptions } from '../options.ts'

/**
 * `bilinear` (a triangle) or `bicubic` (Catmull–Rom: Keys' kernel with a = −0.5). Both are stretched when an image
 * shrinks, so that every pixel counts (antialiasing).
 */
export type ResizeFilter = ValueOf<typeof filterOption>

export const filterOption = { kind: 'choice', of: ['bilinear', 'bicubic'], default: 'bilinear' } as const

const bothSides = {
  width: { ...count, required: true },
  height: { ...count, required: true },
  filter: filterOption,
} as const satisfies Schema
const shorterSide = { shorter: { ...count, required: true }, filter: filterOption } as const satisfies Schema

/** The new size: both sides, or the shorter one, the other following in proportion. */
export type ResizeOptions = (
  | { readonly width: number; readonly height: number; readonly shorter?: never }
  | { readonly shorter: number; readonly width?: never; readonly height?: never }
) & {
  /** Defaults to `bilinear`. */
  readonly filter?: ResizeFilter
}

/** @throws RomaeError `IMAGE_UNKNOWN_OPTION` or `IMAGE_INVALID_OPTION` */
export function checkResizeOptions(of: string, options: ResizeOptions): void {
  readOptions(of, (options as ResizeOptions | undefined)?.shorter === undefined ? bothSides : shorterSide, options)
}

/** The size that the options give an image of this size. */
export function resizedSize(
  { width, height }: { readonly width: number; readonly height: number },
  options: ResizeOptions,
): { width: number; height: number } {
  if (options.shorter === undefined) return { width: options.width, height: options.height }
  const scale = options.shorter / Math.min(width, height)
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}
