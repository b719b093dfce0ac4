import { checkOptions, requireCount, requireNumbers, requireOneOf, requireText } from '../options.ts'
import { checkResizeOptions, type ResizeOptions } from '../transforms/resize-options.ts'

/** Options of `decodeImage`. */
export interface DecodeOptions {
  /** 3 = red, green, blue (the default); 1 = grey. Whatever the file has is converted. */
  readonly channels?: 1 | 3
  /** What transparent pixels are laid upon: one number in [0, 1] for each of `channels`. Defaults to white. */
  readonly background?: readonly number[]
  /**
   * Of an animation, or a file of several pages: `one` (the default) refuses it, `first` takes the first frame, `all`
   * takes all of them as a time axis.
   */
  readonly frames?: 'one' | 'first' | 'all'
  /** Is told of frames that `first` leaves out, in a sentence that names the file. */
  readonly onNote?: (note: string) => void
  /** Resizes while decoding: faster than doing it afterwards, as a JPEG need not be decoded in full. */
  readonly resize?: ResizeOptions
  /**
   * The most pixels (width × height × frames) that are decoded, checked in the header before. Defaults to 50 million,
   * for which decoding takes at most about 1 GB: 12 bytes a pixel for the result, up to 6 for the decoder's.
   */
  readonly maxPixels?: number
  /** The most bytes that a file may have, checked before it is read. Defaults to 256 MiB. */
  readonly maxBytes?: number
  /** Defaults to the path. */
  readonly id?: string
  readonly label?: string
}

export type ResolvedDecodeOptions = Required<Omit<DecodeOptions, 'resize' | 'id' | 'label'>> &
  Pick<DecodeOptions, 'resize' | 'id' | 'label'>

/** The keys of {@link DecodeOptions}. */
export const DECODE_KEYS = [
  'channels',
  'background',
  'frames',
  'onNote',
  'resize',
  'maxPixels',
  'maxBytes',
  'id',
  'label',
] as const

const MAX_PIXELS = 50_000_000
export const MAX_BYTES = 256 * 2 ** 20

/** Checks the options and fills in their defaults. `of` names the function in errors. */
export function resolveDecodeOptions(of: string, options: DecodeOptions): ResolvedDecodeOptions {
  checkOptions(of, options, DECODE_KEYS)
  const { channels = 3, frames = 'one', onNote = () => {}, maxPixels = MAX_PIXELS } = options
  const { maxBytes = MAX_BYTES, resize, id, label } = options
  requireOneOf(of, 'channels', channels, [1, 3])
  const { background = Array<number>(channels).fill(1) } = options
  const expected = `${channels} numbers in [0, 1], one a channel`
  requireNumbers(of, 'background', background, expected, (part) => part >= 0 && part <= 1, channels)
  requireOneOf(of, 'frames', frames, ['one', 'first', 'all'])
  requireCount(of, 'maxPixels', maxPixels)
  requireCount(of, 'maxBytes', maxBytes)
  if (id !== undefined) requireText(of, 'id', id)
  if (label !== undefined) requireText(of, 'label', label)
  if (resize !== undefined) checkResizeOptions(`${of}: resize`, resize)
  return {
    channels,
    background,
    frames,
    onNote,
    maxPixels,
    maxBytes,
    ...(resize && { resize }),
    ...(id !== undefined && { id }),
    ...(label !== undefined && { label }),
  }
}
