import { checkedElsewhere, count, type OptionsOf, type ResolvedOf, type Schema, value } from '@romae/internal/options'
import { errors } from '../errors.ts'
import { readOption, readOptions } from '../options.ts'
import { CHANNEL_STATISTICS, type ChannelStatistics } from '../statistics/channel-statistics.ts'

/** The tokenizer's name. */
export const NAME = 'image/patches'

/** Names of statistics that come with the package. */
export type StatisticsName = keyof typeof CHANNEL_STATISTICS

/** `[rows, columns]` for still images, `[frames, rows, columns]` for stacks. */
export type Patch = readonly [rows: number, columns: number] | readonly [frames: number, rows: number, columns: number]

const isPatch = (given: unknown) =>
  Array.isArray(given) &&
  (given.length === 2 || given.length === 3) &&
  given.every((side) => Number.isSafeInteger(side) && side >= 1)

/** What fitting does not work out. */
export const fittingSchema = {
  patch: {
    kind: value<Patch>(),
    test: isPatch,
    expected: '[rows, columns] or [frames, rows, columns], integers of at least 1',
    required: true,
    help: 'the pixels of one token: `[rows, columns]`, or `[frames, rows, columns]`, which adds the axis `time`',
  },
  positions: {
    kind: 'choice',
    of: ['patch', 'unit'],
    default: 'patch',
    help:
      '`patch`: 0, 1, 2, … along each axis; `unit`: from 0 to 1 along each axis, whatever the size, first and last patch ' +
      'included; an axis of one patch is at 0',
  },
  edge: {
    kind: 'choice',
    of: ['error', 'crop', 'pad'],
    default: 'error',
    help: 'a size that the patch does not divide: `crop` takes the middle, `pad` repeats the last column, row and frame',
  },
} as const satisfies Schema

const schema = {
  ...fittingSchema,
  channels: { ...count, default: 3, help: 'of an image; fitting takes it from the first' },
  normalize: {
    ...checkedElsewhere<ChannelStatistics | StatisticsName | 'none'>(),
    default: 'none',
    help: '(value − mean) / std channel by channel: by statistics given or fitted, by those of a known data set, or not at all',
  },
} as const satisfies Schema

export const jsonSchema = {
  name: { kind: 'choice', of: [NAME], required: true },
  options: { ...checkedElsewhere<ImageTokenizerOptions>(), required: true },
} as const satisfies Schema

/** Options of `imageTokenizer`. */
export interface ImageTokenizerOptions extends OptionsOf<typeof schema> {}

/** {@link ImageTokenizerOptions} with defaults filled in and statistics written out. */
export interface ResolvedImageTokenizerOptions extends Omit<ResolvedOf<typeof schema>, 'normalize'> {
  readonly normalize: ChannelStatistics | 'none'
}

/** The most values of one token: 16 million, so that what a file says cannot fill the memory. */
const MOST_VALUES = 2 ** 24

/** Checks the options and fills in their defaults. `of` names the tokenizer in errors. */
export function resolveOptions(of: string, options: ImageTokenizerOptions): ResolvedImageTokenizerOptions {
  const { patch, channels, normalize, positions, edge } = readOptions(of, schema, options)
  const values = patch.reduce((product, side) => product * side, channels)
  if (values > MOST_VALUES) {
    const expected = `of at most ${MOST_VALUES} values, channels and all`
    throw errors.IMAGE_INVALID_OPTION({ of, key: 'patch', expected, got: `[${patch.join(', ')}] x ${channels}` })
  }
  return { patch: [...patch], channels, normalize: resolveStatistics(of, normalize, channels), positions, edge }
}

function resolveStatistics(
  of: string,
  normalize: ChannelStatistics | StatisticsName | 'none',
  channels: number,
): ChannelStatistics | 'none' {
  if (normalize === 'none') return normalize
  if (typeof normalize === 'string') {
    const names = Object.keys(CHANNEL_STATISTICS) as StatisticsName[]
    readOption(of, 'normalize', { kind: 'choice', of: [...names, 'none'] }, normalize)
  }
  const statistics: ChannelStatistics = typeof normalize === 'string' ? CHANNEL_STATISTICS[normalize] : normalize
  const oneAChannel = { kind: 'list', length: channels, required: true } as const
  const { mean, std } = readOptions(
    `${of}: normalize`,
    {
      mean: { ...oneAChannel, item: { kind: 'number' } },
      std: { ...oneAChannel, item: { kind: 'number', above: 0 } },
    },
    statistics,
  )
  return { mean, std }
}
