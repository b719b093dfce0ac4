import type { OptionSchema, ResolvedOf } from '@romae/tokenizer/modality'
import { MISSING_TEXTS } from '../readers/csv/missing.ts'
import { CHANNEL_LENGTHS } from '../readers/uea/channel-lengths.ts'
import { STANDARDIZATIONS } from '../tokenizers/options.ts'
import { TRANSFORMS } from '../tokenizers/transform.ts'
import { TIME_UNITS } from './time-units.ts'

const column = { kind: 'text', empty: true, or: [null], placeholder: 'column' } as const
const text = { kind: 'text', empty: true } as const

/** How series are read. Null is: not there, all, or found in the file. */
export const readOptions = {
  time: { ...column, default: null, help: 'CSV: times, numbers or dates' },
  id: { ...column, default: null, help: 'CSV: tells series apart; without it a file is one series' },
  label: {
    ...column,
    default: null,
    help: 'CSV: the class of a series, or the number to predict; never an input',
  },
  channel: { ...column, default: null, help: 'CSV of one observation a row: its channel' },
  value: {
    kind: 'list',
    item: text,
    or: [null],
    default: null,
    placeholder: 'column',
    help: 'CSV: columns of values (default: all others that hold numbers)',
  },
  ignore: {
    kind: 'list',
    item: text,
    or: [null],
    default: null,
    placeholder: 'column',
    help: 'CSV: columns, or channels, that are left out',
  },
  unit: {
    kind: 'list',
    item: text,
    or: [null],
    default: null,
    placeholder: 'channel=unit',
    help: 'CSV: what channels are measured in',
  },
  allowMissingChannels: { kind: 'flag', default: false, help: 'CSV: takes files that lack channels of the model' },
  missing: {
    kind: 'list',
    item: text,
    default: MISSING_TEXTS,
    placeholder: 'text',
    help: `CSV: cells that mean missing, besides empty ones, instead of ${MISSING_TEXTS.slice(1).join(' ')}`,
  },
  delimiter: {
    kind: 'text',
    matches: /^(?:[\s\S]|tab|\\t)$/,
    expected: 'one character, or tab',
    or: [null],
    default: null,
    placeholder: 'character',
    help: 'CSV: what parts cells: one character, or tab (default: found among , ; and tab)',
  },
  decimal: {
    kind: 'choice',
    of: ['.', ','],
    or: [null],
    default: null,
    placeholder: 'mark',
    help: 'CSV: what stands before fractions: . or , (default: found where , parts no cells)',
  },
  timeFormat: {
    ...text,
    or: [null],
    placeholder: 'format',
    help:
      'CSV: how times are written: "number", or as strptime has it, such as "%d/%m/%Y %H:%M" (default: found where it is ' +
      'clear)',
  },
  timeUnit: {
    kind: 'choice',
    of: TIME_UNITS,
    or: [null],
    placeholder: 'unit',
    help: `CSV: what dates are counted in: ${TIME_UNITS.join(', ')} (default: days)`,
  },
  labels: {
    kind: 'list',
    item: text,
    or: [null],
    placeholder: 'column',
    help: 'CSV: columns of 1 and 0, one a class, of which a series may have several or none; never an input',
  },
  labelSeparator: {
    kind: 'text',
    or: [null],
    placeholder: 'text',
    help: 'CSV: what parts the classes of a series in --label, such as ";"',
  },
  /** What series belong to, such as a patient: never an input. */
  group: { ...column, help: 'CSV: what series belong to, as a patient: they stay in one part; never an input' },
  /** An id is then of its file. */
  idsPerFile: { kind: 'flag', help: 'CSV: each file counts its ids anew' },
  channelLengths: {
    kind: 'choice',
    of: CHANNEL_LENGTHS,
    placeholder: 'meaning',
    help: '.ts: what different lengths in one case mean: equal (an error), from-start, same-span',
  },
  augment: { dropTimes: { kind: 'number', least: 0, most: 1, default: 0 } },
} as const satisfies OptionSchema

/** What reading finds and keeps with a model; those from `dropped` on are of runs of other commands: `impute`, `forecast`. */
export const foundOptions = {
  /** The channels of the files that were read first, by name; further files must have them, in any order. */
  channels: { kind: 'list', item: text },
  /** Columns of those files that are no channel, time, id or label. Absent: not known, as in runs of older versions. */
  unused: { kind: 'list', item: text },
  dropped: { kind: 'number', least: 0, most: 1 },
  window: { kind: 'number', above: 0, or: [null] },
  heldOut: { kind: 'number', least: 0, most: 1 },
  heldOutPattern: { kind: 'text' },
  simulated: { kind: 'number' },
  horizon: { kind: 'integer', least: 1 },
  longest: { kind: 'number', above: 0 },
  test: { kind: 'number', least: 0, most: 1 },
  known: { kind: 'list', item: text, or: [null] },
  estimate: { kind: 'choice', of: ['none', 'smoother'] },
} as const satisfies OptionSchema

/** How series become tokens. */
export const tokenizerOptions = {
  kind: { kind: 'choice', of: ['timesteps', 'observations'], default: 'timesteps' },
  missing: { kind: 'choice', of: ['error', 'zero', 'interpolate', 'indicator'], default: 'interpolate' },
  standardize: { kind: 'choice', of: STANDARDIZATIONS, default: 'per-channel' },
  transform: { kind: 'choice', of: TRANSFORMS, default: 'none' },
  relativeValues: { kind: 'flag', default: false },
  timeUnit: {
    kind: 'number',
    above: 0,
    or: [null],
    default: null,
    help:
      'the span that is one step of the time axis for the model, in the unit of the files (default: the typical step of the ' +
      'data)',
  },
  maxLength: { kind: 'integer', least: 1, most: 1_000_000, or: [null], default: null },
  clip: { kind: 'number', above: 0, or: [null] },
} as const satisfies OptionSchema

type Read = ResolvedOf<typeof readOptions>

/** How files are read, completed with what was found in those that were read before. */
export interface SeriesData
  extends Omit<Read, 'augment'>,
    Pick<ResolvedOf<typeof foundOptions>, 'channels' | 'unused'> {
  readonly augment?: Read['augment']
  /** A group column that a file may be without: to evaluate on it, the group tells only what was seen before. */
  readonly groupIfThere?: string | null
  /** Whose `channels` they are, for messages: those of a model, else of the files that were read first. */
  readonly isModels?: boolean
}

export type TokenizerOptions = ResolvedOf<typeof tokenizerOptions>
