import { count, fraction, type OptionsOf, type ResolvedOf, type Schema, text, value } from '@romae/internal/options'
import { readOption, readOptions } from '../options.ts'
import { checkResizeOptions, type ResizeOptions } from '../transforms/resize-options.ts'

const MAX_PIXELS = 50_000_000
export const MAX_BYTES: number = 256 * 2 ** 20

/** What `decodeImage` and `readImages` have in common: how a file becomes an image. */
export const decodingSchema = {
  channels: {
    kind: 'choice',
    of: [1, 3],
    default: 3,
    help: '3: red, green, blue; 1: grey; whatever the file has is converted',
  },
  background: {
    kind: 'list',
    item: fraction,
    help: 'what transparent pixels are laid upon, one number in [0, 1] for each of `channels`; white by default',
  },
  frames: {
    kind: 'choice',
    of: ['one', 'first', 'all'],
    default: 'one',
    help: 'of an animation or a file of several pages: `one` refuses it, `first` takes the first, `all` is a time axis',
  },
  onNote: {
    kind: value<(note: string) => void>(),
    default: () => {},
    help: 'is told of frames that `first` leaves out, and of floats outside of [0, 1], in a sentence that names the file',
  },
  resize: {
    kind: value<ResizeOptions>(),
    expected: 'an object of options',
    help: 'resizes while decoding: faster than afterwards, as a JPEG need not be decoded in full',
  },
  maxPixels: {
    ...count,
    default: MAX_PIXELS,
    help:
      'the most pixels (width × height × frames), checked in the header; 50 million take about 1 GB: 12 bytes a pixel for the ' +
      'result, up to 6 for the decoder’s',
  },
  maxBytes: { ...count, default: MAX_BYTES, help: 'the most bytes of a file, checked before it is read' },
} as const satisfies Schema

/** Of `decodeImage`. */
export const decodeSchema = {
  ...decodingSchema,
  id: { ...text, help: 'of the image; the path by default' },
  label: { ...text, help: 'of the image' },
} as const satisfies Schema

/** Options of `decodeImage`. */
export interface DecodeOptions extends OptionsOf<typeof decodeSchema> {}

export interface ResolvedDecodeOptions extends ResolvedOf<typeof decodeSchema> {
  readonly background: readonly number[]
}

/** Checks the options and fills in their defaults. `of` names the function in errors. */
export function resolveDecodeOptions(of: string, options: DecodeOptions): ResolvedDecodeOptions {
  return resolveBackground(of, readOptions(of, decodeSchema, options))
}

/** One number a channel, and what stands beside the others is right too. */
export function resolveBackground<Resolved extends ResolvedOf<typeof decodingSchema>>(of: string, options: Resolved) {
  const { channels, background = Array<number>(channels).fill(1), resize } = options
  readOption(of, 'background', { ...decodingSchema.background, length: channels }, background)
  if (resize !== undefined) checkResizeOptions(`${of}: resize`, resize)
  return { ...options, background }
}
