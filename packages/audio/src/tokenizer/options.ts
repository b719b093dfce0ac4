import {
  checkedElsewhere,
  count,
  type OptionsOf,
  type ResolvedOf,
  type Schema,
  type ValueOf,
} from '@romae/internal/options'
import { errors } from '../errors.ts'
import { SILENCE } from '../filter-bank/mel-filters.ts'
import { positive, readOptions } from '../options.ts'
import type { SpectrogramStatistics } from '../spectrogram/statistics.ts'

/** The tokenizer's name. */
export const NAME = 'audio/spectrogram'

/** The most bins, and values that a spectrogram is filled up to: what a file says must not fill the memory. */
const MOST_BINS = 65_536
const MOST_VALUES = 2 ** 26

const standardize = { kind: 'choice', of: ['none', 'per-bin', 'global'] } as const
const positions = { kind: 'choice', of: ['patches', 'seconds'] } as const

/**
 * How values are scaled: `(value − mean) / (2 · std)`, by statistics of the training spectrograms that are part of the
 * tokenizer. `none`: they are taken as they are.
 */
export type Standardization = ValueOf<typeof standardize>

/**
 * What a token's position [time, frequency] counts: patches, or seconds from the spectrogram's start and bins, both of
 * the patch's first corner.
 */
export type PositionUnit = ValueOf<typeof positions>

const common = {
  patch: { kind: 'list', item: count, length: 2, default: [16, 16], help: 'frames and bins of a token' },
  frames: {
    ...count,
    help:
      'makes every spectrogram this long, a multiple of the patch’s frames: longer ones are cut at the end, shorter ones ' +
      'filled. Absent: each keeps its own length, but for its last patches, which are filled',
  },
  maxFrames: {
    ...count,
    excludes: 'frames',
    help: 'the most frames that a spectrogram may have, a multiple of the patch’s',
  },
  fill: {
    kind: 'number',
    default: SILENCE,
    help: 'the logarithm that fills up what is too short; that of silence, ln 2⁻²³, by default',
  },
  positions: {
    ...positions,
    default: 'patches',
    help: '`patches`: 0, 1, 2, …; `seconds`: the patch’s first corner in seconds and bins',
  },
} as const satisfies Schema

/** What fitting takes. */
export const fittingSchema = {
  ...common,
  standardize: {
    ...standardize,
    default: 'per-bin',
    help: '(value − mean) / (2 · std), by fitted statistics: `per-bin` or `global`; `none`',
  },
} as const satisfies Schema

const schema = {
  bins: {
    ...count,
    most: MOST_BINS,
    required: true,
    help: 'frequency bins of every spectrogram: a multiple of the patch’s',
  },
  framesPerSecond: { ...positive, required: true, help: 'frames a second of every spectrogram' },
  patch: common.patch,
  fill: common.fill,
  standardize: {
    ...standardize,
    default: 'none',
    help: '(value − mean) / (2 · std); `none`, and `per-bin` where the tokenizer is fitted, by default',
  },
  positions: common.positions,
  frames: common.frames,
  maxFrames: common.maxFrames,
  statistics: {
    ...checkedElsewhere<SpectrogramStatistics>(),
    help: 'required by, and only by, `standardize` other than `none`; fitting fills it in',
  },
} as const satisfies Schema

export const jsonSchema = {
  name: { kind: 'choice', of: [NAME], required: true },
  options: { ...checkedElsewhere<SpectrogramTokenizerOptions>(), required: true },
} as const satisfies Schema

/** Options of {@link spectrogramTokenizer}. */
export interface SpectrogramTokenizerOptions extends OptionsOf<typeof schema> {}

export interface FitOptions extends OptionsOf<typeof fittingSchema> {}

/** {@link SpectrogramTokenizerOptions} with its defaults filled in. */
export interface ResolvedTokenizerOptions extends ResolvedOf<typeof schema> {}

/** Checks the options and fills in their defaults. */
export function resolveTokenizerOptions(options: SpectrogramTokenizerOptions): ResolvedTokenizerOptions {
  const read = readOptions(NAME, schema, options)
  const { bins, patch, frames, maxFrames, standardize, statistics } = read
  const [patchFrames, patchBins] = patch
  requireMultiple('bins', bins, patchBins)
  if (frames !== undefined) requireMultiple('frames', frames, patchFrames)
  // What each spectrogram is filled up to, at the least one patch.
  const filled = Math.max(frames ?? 1, patchFrames) * bins
  if (filled > MOST_VALUES) {
    throw invalid('frames', `so few that frames, or the patch's, times bins are at most ${MOST_VALUES}`, filled)
  }
  if (maxFrames !== undefined) requireMultiple('maxFrames', maxFrames, patchFrames)
  if ((statistics !== undefined) !== (standardize !== 'none')) {
    throw invalid('statistics', `${statistics ? 'left out' : 'given'} when standardize is "${standardize}"`, statistics)
  }
  if (statistics === undefined) return read
  return { ...read, statistics: resolveStatistics(statistics, standardize === 'global' ? 1 : bins) }
}

function resolveStatistics(statistics: SpectrogramStatistics, length: number): SpectrogramStatistics {
  const oneEach = { kind: 'list', length, required: true } as const
  return readOptions(
    `${NAME}.statistics`,
    {
      mean: { ...oneEach, item: { kind: 'number' } },
      std: { ...oneEach, item: positive },
    },
    statistics,
  )
}

function requireMultiple(key: string, value: number, unit: number): void {
  if (value % unit !== 0) throw invalid(key, `a positive multiple of the patch's ${unit}`, value)
}

function invalid(key: string, expected: string, got: unknown) {
  return errors.AUDIO_INVALID_OPTION({ of: NAME, key, expected, got })
}
