import { errors } from '../errors.ts'
import { checkOptions, isPositive, requireBoolean, requireCount, requireNumber, requireOneOf } from '../options.ts'
import { SMALLEST_TRANSFORM } from './real-transform.ts'
import { WINDOWS, type WindowName } from './window.ts'

/** Settings of a filter bank; the defaults are the paper's. In brackets: what torchaudio calls them. */
export interface FilterBankOptions {
  /** Samples a second of the sounds (`sample_frequency`). */
  readonly rate: number
  /** Milliseconds (`frame_length`). Defaults to 25. */
  readonly frameLength?: number
  /** Milliseconds from one frame's start to the next one's (`frame_shift`). Defaults to 10. */
  readonly frameShift?: number
  /** (`window_type`) Defaults to `hanning`. */
  readonly window?: WindowName
  /** How much of each sample is taken from the next one, in [0, 1] (`preemphasis_coefficient`). Defaults to 0.97. */
  readonly preemphasis?: number
  /** Whether each frame's mean is taken away (`remove_dc_offset`). Defaults to true. */
  readonly removeDcOffset?: boolean
  /** Mel filters (`num_mel_bins`). Defaults to 128. */
  readonly bins?: number
  /** Hz (`low_freq`). Defaults to 20. */
  readonly lowFrequency?: number
  /** Hz; 0 or less: below the Nyquist frequency by so much (`high_freq`). Defaults to 0. */
  readonly highFrequency?: number
  /**
   * Whether only frames that lie in the sound count (`snip_edges`). Else there is one for each shift, the first and
   * last continued with the sound mirrored. Defaults to true.
   */
  readonly snipEdges?: boolean
}

/** {@link FilterBankOptions} with its defaults filled in. `highFrequency` is above 0. */
export type ResolvedFilterBankOptions = Required<FilterBankOptions>

const KEYS = [
  'rate',
  'frameLength',
  'frameShift',
  'window',
  'preemphasis',
  'removeDcOffset',
  'bins',
  'lowFrequency',
  'highFrequency',
  'snipEdges',
] as const

/** A frame of a second at 192 kHz; more is a mistaken unit. */
const MAX_FRAME = 192_000
const MAX_BINS = 4096
/** Fewer samples than these would need a smaller transform than there is. */
const MIN_FRAME = SMALLEST_TRANSFORM / 2 + 1

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
  checkOptions(of, options, KEYS)
  const { rate, frameLength = 25, frameShift = 10, window = 'hanning', preemphasis = 0.97 } = options
  const { removeDcOffset = true, bins = 128, lowFrequency = 20, snipEdges = true } = options
  requireNumber(of, 'rate', rate, 'a positive number', isPositive)
  requireNumber(of, 'frameLength', frameLength, 'a positive number of milliseconds', isPositive)
  requireNumber(of, 'frameShift', frameShift, 'a positive number of milliseconds', isPositive)
  requireOneOf(of, 'window', window, WINDOWS)
  requireNumber(of, 'preemphasis', preemphasis, 'in [0, 1]', (value) => value >= 0 && value <= 1)
  requireBoolean(of, 'removeDcOffset', removeDcOffset)
  requireCount(of, 'bins', bins)
  if (bins > MAX_BINS)
    throw errors.AUDIO_INVALID_OPTION({ of, key: 'bins', expected: `at most ${MAX_BINS}`, got: bins })
  requireBoolean(of, 'snipEdges', snipEdges)
  const nyquist = rate / 2
  const below = (value: number) => value >= 0 && value < nyquist
  requireNumber(of, 'lowFrequency', lowFrequency, `from 0 to below the Nyquist frequency ${nyquist}`, below)
  const given = options.highFrequency ?? 0
  requireNumber(of, 'highFrequency', given, 'a finite number', Number.isFinite)
  const highFrequency = given > 0 ? given : nyquist + given
  if (highFrequency <= lowFrequency || highFrequency > nyquist) {
    const expected = `above lowFrequency (${lowFrequency}) and at most the Nyquist frequency (${nyquist})`
    throw errors.AUDIO_INVALID_OPTION({ of, key: 'highFrequency', expected, got: highFrequency })
  }
  const resolved = {
    rate,
    frameLength,
    frameShift,
    window,
    preemphasis,
    removeDcOffset,
    bins,
    lowFrequency,
    highFrequency,
    snipEdges,
  }
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
