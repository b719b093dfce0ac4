import { checkOptions, requireCount, requireOneOf } from '../options.ts'

/**
 * `bilinear` (a triangle) or `bicubic` (Catmull–Rom: Keys' kernel with a = −0.5). Both are stretched when an image
 * shrinks, so that every pixel counts (antialiasing).
 */
export type ResizeFilter = 'bilinear' | 'bicubic'

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
  const { shorter, width, height, filter = 'bilinear' } = options
  checkOptions(of, options, shorter === undefined ? ['width', 'height', 'filter'] : ['shorter', 'filter'])
  if (shorter === undefined) {
    requireCount(of, 'width', width)
    requireCount(of, 'height', height)
  } else {
    requireCount(of, 'shorter', shorter)
  }
  requireOneOf(of, 'filter', filter, ['bilinear', 'bicubic'])
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
