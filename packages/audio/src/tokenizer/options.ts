import { errors } from '../errors.ts'
import { SILENCE } from '../filter-bank/mel-filters.ts'
import { checkOptions, isCount, isPositive, requireNumber, requireOneOf } from '../options.ts'
import type { SpectrogramStatistics } from '../spectrogram/statistics.ts'

/** The tokenizer's name. */
export const NAME = 'audio/spectrogram'

/**
 * How values are scaled: `(value − mean) / (2 · std)`, by statistics of the training spectrograms that are part of the
 * tokenizer. `none`: they are taken as they are.
 */
export type Standardization = 'none' | 'per-bin' | 'global'

/**
 * What a token's position [time, frequency] counts: patches, or seconds from the spectrogram's start and bins, both of
 * the patch's first corner.
 */
export type PositionUnit = 'patches' | 'seconds'

/** Options of {@link spectrogramTokenizer}. */
export interface SpectrogramTokenizerOptions {
  /** Frequency bins of every spectrogram: a multiple of the patch's. */
  readonly bins: number
  /** Frames a second of every spectrogram. */
  readonly framesPerSecond: number
  /** Frames and bins of a token. Defaults to [16, 16]. */
  readonly patch?: readonly [frames: number, bins: number]
  /**
   * Makes every spectrogram this long, a multiple of the patch's frames: longer ones are cut at the end, shorter ones
   * filled. Absent: each keeps its own length, but for its last patches, which are filled.
   */
  readonly frames?: number
  /** The most frames that a spectrogram may have, a multiple of the patch's. Not together with `frames`. */
  readonly maxFrames?: number
  /** The logarithm that fills up what is too short. Defaults to that of silence, ln 2⁻²³. */
  readonly fill?: number
  /** Defaults to `none`, and to `per-bin` when the tokenizer is fitted. */
  readonly standardize?: Standardization
  /** Required by, and only by, `standardize` other than `none`; fitting fills it in. */
  readonly statistics?: SpectrogramStatistics
  /** Defaults to `patches`. */
  readonly positions?: PositionUnit
}

const KEYS = [
  'bins',
  'framesPerSecond',
  'patch',
  'frames',
  'maxFrames',
  'fill',
  'standardize',
  'statistics',
  'positions',
] as const

/** The most bins, and values that a spectrogram is filled up to: what a file says must not fill the memory. */
const MOST_BINS = 65_536
const MOST_VALUES = 2 ** 26

/** The options that fitting works out itself. */
export type FittedKeys = 'bins' | 'framesPerSecond' | 'statistics'

/** The names of the options that fitting takes. */
export const FIT_KEYS: readonly string[] = KEYS.filter(
  (key) => !['bins', 'framesPerSecond', 'statistics'].includes(key),
)

type Optional = 'frames' | 'maxFrames' | 'statistics'

/** {@link SpectrogramTokenizerOptions} with its defaults filled in. */
export type ResolvedTokenizerOptions = Required<Omit<SpectrogramTokenizerOptions, Optional>> &
  Pick<SpectrogramTokenizerOptions, Optional>

/** Checks the options and fills in their defaults. */
export function resolveTokenizerOptions(options: SpectrogramTokenizerOptions): ResolvedTokenizerOptions {
  checkOptions(NAME, options, KEYS)
  const { bins, framesPerSecond, patch = [16, 16], frames, maxFrames, fill = SILENCE } = options
  const { standardize = 'none', statistics, positions = 'patches' } = options
  requireNumber(NAME, 'bins', bins, `an integer from 1 to ${MOST_BINS}`, (got) => isCount(got) && got <= MOST_BINS)
  requireNumber(NAME, 'framesPerSecond', framesPerSecond, 'a positive number', isPositive)
  if (!Array.isArray(patch) || patch.length !== 2 || !patch.every(isCount)) {
    throw invalid('patch', 'two integers, at least 1: frames and bins', patch)
  }
  const [patchFrames, patchBins] = patch as readonly [number, number]
  requireMultiple('bins', bins, patchBins)
  if (frames !== undefined) requireMultiple('frames', frames, patchFrames)
  // What each spectrogram is filled up to, at the least one patch.
  const filled = Math.max(frames ?? 1, patchFrames) * bins
  if (filled > MOST_VALUES) {
    throw invalid('frames', `so few that frames, or the patch's, times bins are at most ${MOST_VALUES}`, filled)
  }
  if (maxFrames !== undefined) {
    if (frames !== undefined) throw invalid('maxFrames', 'left out where frames is given', maxFrames)
    requireMultiple('maxFrames', maxFrames, patchFrames)
  }
  requireNumber(NAME, 'fill', fill, 'a finite number', Number.isFinite)
  requireOneOf(NAME, 'standardize', standardize, ['none', 'per-bin', 'global'])
  requireOneOf(NAME, 'positions', positions, ['patches', 'seconds'])
  if ((statistics !== undefined) !== (standardize !== 'none')) {
    throw invalid('statistics', `${statistics ? 'left out' : 'given'} when standardize is "${standardize}"`, statistics)
  }
  return {
    bins,
    framesPerSecond,
    patch: [patchFrames, patchBins],
    fill,
    standardize,
    positions,
    ...(frames !== undefined && { frames }),
    ...(maxFrames !== undefined && { maxFrames }),
    ...(statistics && { statistics: resolveStatistics(statistics, standardize === 'global' ? 1 : bins) }),
  }
}

function resolveStatistics(statistics: SpectrogramStatistics, count: number): SpectrogramStatistics {
  checkOptions(`${NAME}.statistics`, statistics, ['mean', 'std'])
  const { mean, std } = statistics
  requireNumbers('statistics.mean', mean, count, 'finite', Number.isFinite)
  requireNumbers('statistics.std', std, count, 'positive', isPositive)
  return { mean: [...mean], std: [...std] }
}

function requireNumbers(key: string, values: unknown, count: number, what: string, accept: (value: number) => boolean) {
  const right = (value: unknown) => typeof value === 'number' && accept(value)
  if (Array.isArray(values) && values.length === count && values.every(right)) return
  throw invalid(
    key,
    `an array of ${count} ${what} numbers`,
    Array.isArray(values) ? `${values.length} entries` : values,
  )
}

function requireMultiple(key: string, value: unknown, unit: number): void {
  requireNumber(
    NAME,
    key,
    value,
    `a positive multiple of the patch's ${unit}`,
    (got) => isCount(got) && got % unit === 0,
  )
}

function invalid(key: string, expected: string, got: unknown) {
  return errors.AUDIO_INVALID_OPTION({ of: NAME, key, expected, got })
}
