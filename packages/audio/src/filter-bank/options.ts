import { fraction, type OptionsOf, type ResolvedOf, type Schema } from '@romae/internal/options'
import { errors } from '../errors.ts'
import { positive, readOption, readOptions } from '../options.ts'
import { SMALLEST_TRANSFORM } from './real-transform.ts'
import { WINDOWS } from './window.ts'

/** A frame of a second at 192 kHz; more is a mistaken unit. */
const MAX_FRAME = 192_000
const MAX_BINS = 4096
/** Fewer samples than these would need a smaller transform than there is. */
const MIN_FRAME = SMALLEST_TRANSFORM / 2 + 1

const lowFrequency = { kind: 'number', least: 0 } as const

const schema = {
  rate: { ...positive, required: true, help: 'samples a second of the sounds (`sample_frequency`)' },
  frameLength: { ...positive, default: 25, help: 'milliseconds (`frame_length`)' },
  frameShift: {
    ...positive,
    default: 10,
    help: 'milliseconds from one frame’s start to the next one’s (`frame_shift`)',
  },
  window: { kind: 'choice', of: WINDOWS, default: 'hanning', help: '(`window_type`)' },
  preemphasis: {
    ...fraction,
    default: 0.97,
    help: 'how much of each sample is taken from the next one (`preemphasis_coefficient`)',
  },
  removeDcOffset: { kind: 'flag', default: true, help: 'whether each frame’s mean is taken away (`remove_dc_offset`)' },
  bins: { kind: 'integer', least: 1, most: MAX_BINS, default: 128, help: 'mel filters (`num_mel_bins`)' },
  lowFrequency: { ...lowFrequency, default: 20, help: 'Hz (`low_freq`)' },
  highFrequency: {
    kind: 'number',
    default: 0,
    help: 'Hz; 0 or less: below the Nyquist frequency by so much (`high_freq`)',
  },
  snipEdges: {
    kind: 'flag',
    default: true,
    help:
      'whether only frames that lie in the sound count (`snip_edges`); else there is one for each shift, the first and last ' +
      'continued with the sound mirrored',
  },
} as const satisfies Schema

/** Settings of a filter bank; the defaults are the paper's. In brackets: what torchaudio calls them. */
export interface FilterBankOptions extends OptionsOf<typeof schema> {}

/** {@link FilterBankOptions} with its defaults filled in. `highFrequency` is above 0. */
export interface ResolvedFilterBankOptions extends ResolvedOf<typeof schema> {}

/** The options in samples. */
export interface FrameLayout {
  /** Samples in a frame. */
  readonly length: number
  /** Samples from one frame's start to the next one's. */
  readonly shift: number
  /** The power of two that a frame is filled up to with zeros. */
  readonly fftSize: number
}

/** Checks the options and fills in their defaults. */
export function resolveFilterBankOptions(options: FilterBankOptions): ResolvedFilterBankOptions {
  const of = 'filterBank'
  const read = readOptions(of, schema, options)
  const { rate, highFrequency: given } = read
  const nyquist = rate / 2
  const low = readOption(of, 'lowFrequency', { ...lowFrequency, below: nyquist }, read.lowFrequency)
  const highFrequency = given > 0 ? given : nyquist + given
  if (highFrequency <= low || highFrequency > nyquist) {
    const expected = `above lowFrequency (${low}) and at most the Nyquist frequency (${nyquist})`
    throw errors.AUDIO_INVALID_OPTION({ of, key: 'highFrequency', expected, got: highFrequency })
  }
  const resolved = { ...read, highFrequency }
  const { length, shift } = frameLayout(resolved)
  const inSamples = (key: string, expected: string, got: number) =>
    errors.AUDIO_INVALID_OPTION({ of, key, expected: `${expected} samples at rate ${rate}`, got: `${got} samples` })
  if (length < MIN_FRAME || length > MAX_FRAME) {
    throw inSamples('frameLength', `${MIN_FRAME} to ${MAX_FRAME}`, length)
  }
  if (shift < 1 || shift > MAX_FRAME) throw inSamples('frameShift', `1 to ${MAX_FRAME}`, shift)
  return resolved
}

/** Kaldi rounds spans down to whole samples. The product is taken in torchaudio's order, as its rounding decides. */
export function frameLayout(
  options: Pick<ResolvedFilterBankOptions, 'rate' | 'frameLength' | 'frameShift'>,
): FrameLayout {
  const samples = (milliseconds: number) => Math.trunc(options.rate * milliseconds * 0.001)
  const length = samples(options.frameLength)
  return { length, shift: samples(options.frameShift), fftSize: 2 ** Math.ceil(Math.log2(length)) }
}
