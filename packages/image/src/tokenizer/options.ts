import { errors } from '../errors.ts'
import { checkOptions, requireCount, requireNumbers, requireOneOf } from '../options.ts'
import { CHANNEL_STATISTICS, type ChannelStatistics } from '../statistics/channel-statistics.ts'

/** Names of statistics that come with the package. */
export type StatisticsName = keyof typeof CHANNEL_STATISTICS

/** `[rows, columns]` for still images, `[frames, rows, columns]` for stacks. */
export type Patch = readonly [rows: number, columns: number] | readonly [frames: number, rows: number, columns: number]

/** Options of `imageTokenizer`. */
export interface ImageTokenizerOptions {
  /** The pixels of one token. Three numbers add the axis `time`. */
  readonly patch: Patch
  /** Channels of an image. Defaults to 3; fitting takes it from the first image. */
  readonly channels?: number
  /**
   * How values are normalised, (value − mean) / std channel by channel: by statistics given or fitted, by those of a
   * known data set, or not at all (`none`, the default).
   */
  readonly normalize?: ChannelStatistics | StatisticsName | 'none'
  /**
   * `patch` (the default): 0, 1, 2, … along each axis. `unit`: from 0 to 1 along each axis, whatever the size, first and
   * last patch included; an axis of one patch is at 0.
   */
  readonly positions?: 'patch' | 'unit'
  /**
   * For a size that the patch does not divide: `error` (the default); `crop` takes the middle; `pad` repeats the last
   * column, row and frame.
   */
  readonly edge?: 'error' | 'crop' | 'pad'
}

/** {@link ImageTokenizerOptions} with defaults filled in and statistics written out. */
export interface ResolvedImageTokenizerOptions {
  readonly patch: Patch
  readonly channels: number
  readonly normalize: ChannelStatistics | 'none'
  readonly positions: 'patch' | 'unit'
  readonly edge: 'error' | 'crop' | 'pad'
}

/** The most values of one token: 16 million, so that what a file says cannot fill the memory. */
const MOST_VALUES = 2 ** 24

/** The keys of {@link ImageTokenizerOptions}. */
const TOKENIZER_KEYS = ['patch', 'channels', 'normalize', 'positions', 'edge'] as const

/** Checks the options and fills in their defaults. `of` names the tokenizer in errors. */
export function resolveOptions(of: string, options: ImageTokenizerOptions): ResolvedImageTokenizerOptions {
  checkOptions(of, options, TOKENIZER_KEYS)
  const { patch, channels = 3, normalize = 'none', positions = 'patch', edge = 'error' } = options
  requirePatch(of, patch)
  requireCount(of, 'channels', channels)
  const values = patch.reduce((product, side) => product * side, channels)
  if (values > MOST_VALUES) {
    const expected = `of at most ${MOST_VALUES} values, channels and all`
    throw errors.IMAGE_INVALID_OPTION({ of, key: 'patch', expected, got: `[${patch.join(', ')}] x ${channels}` })
  }
  requireOneOf(of, 'positions', positions, ['patch', 'unit'])
  requireOneOf(of, 'edge', edge, ['error', 'crop', 'pad'])
  const statistics = resolveStatistics(of, normalize, channels)
  return { patch: [...patch], channels, normalize: statistics, positions, edge }
}

function requirePatch(of: string, patch: unknown): asserts patch is Patch {
  const expected = '[rows, columns] or [frames, rows, columns], integers of at least 1'
  requireNumbers(of, 'patch', patch, expected, (side) => Number.isSafeInteger(side) && side >= 1)
  if (patch.length !== 2 && patch.length !== 3) {
    throw errors.IMAGE_INVALID_OPTION({ of, key: 'patch', expected, got: `[${patch.join(', ')}]` })
  }
}

function resolveStatistics(
  of: string,
  normalize: ChannelStatistics | StatisticsName | 'none',
  channels: number,
): ChannelStatistics | 'none' {
  if (normalize === 'none') return normalize
  if (typeof normalize === 'string') {
    const names = Object.keys(CHANNEL_STATISTICS) as StatisticsName[]
    requireOneOf(of, 'normalize', normalize, [...names, 'none'])
  }
  const statistics: ChannelStatistics = typeof normalize === 'string' ? CHANNEL_STATISTICS[normalize] : normalize
  checkOptions(`${of}: normalize`, statistics, ['mean', 'std'])
  const { mean, std } = statistics
  requireNumbers(of, 'normalize.mean', mean, `${channels} finite numbers, one a channel`, Number.isFinite, channels)
  const isPositive = (value: number) => value > 0 && value < Infinity
  requireNumbers(of, 'normalize.std', std, `${channels} positive numbers, one a channel`, isPositive, channels)
  return { mean: [...mean], std: [...std] }
}
