import { type OptionsOf, type ResolvedOf, type Schema, text, texts } from '@romae/internal/options'
import { readOptions } from '../../options.ts'
import type { TimeSeries } from '../../series/series.ts'
import { textLength } from '../limits.ts'
import type { TimeUnit } from '../time/moment.ts'
import { checkTimeOptions, timeSchema } from '../time/time-options.ts'
import type { DecimalMark } from './number-reader.ts'

/** One character between cells. */
export const delimiterOption = {
  kind: 'text',
  matches: /^[^"\r\n]$/,
  expected: 'one character, neither a quote nor a line end',
} as const

export const csvSchema = {
  id: { ...text, help: 'the column that tells series apart; absent: the file holds one series, whose id is `series`' },
  // Empty for the column without a name, as the index of a pandas table.
  time: { ...text, empty: true, required: true, help: 'the column of times: decimal numbers, or dates' },
  label: {
    ...text,
    help:
      'the column of the series’ label, the same in all rows of a series; a cell that is empty, or one of the texts that mean ' +
      'missing, is no label',
  },
  group: {
    ...text,
    help: 'the column of what series belong to, such as a patient, the same in all rows of a series: their `group`',
  },
  delimiter: {
    ...delimiterOption,
    help: 'readers find it among comma, semicolon and tab where it is not given, writers then take a comma',
  },
  decimal: {
    kind: 'choice',
    of: ['.', ','],
    help:
      'what stands before a number’s fraction; a point by default, but where commas do not part the cells, readers take what ' +
      'the first number with a fraction has',
  },
  ...timeSchema,
} as const satisfies Schema

/** What every CSV reader and writer takes. Columns are named as in the file's header. */
export interface CsvOptions extends OptionsOf<typeof csvSchema> {}

export const csvReadSchema = {
  ...csvSchema,
  labels: {
    ...texts,
    excludes: 'label',
    help:
      'columns of 1 and 0, one a class, of which a series may have several or none, the same in all rows of it; a cell that is empty, or ' +
      'means missing, is not known',
  },
  labelSeparator: {
    ...text,
    needs: 'label',
    help: 'what parts several labels in the label’s column, such as `;`: an empty cell has none, and one that means missing is no label',
  },
  missing: {
    ...texts,
    help:
      'the texts that stand for a missing value (NaN), in the label’s column for no label; an empty cell always does. A number ' +
      'stands for all ways to write it: `-999` for `-999.0`. By default `MISSING_TEXTS`',
  },
  ignore: { ...texts, help: 'columns that are not read, whatever is in them; they must be there' },
  units: { kind: 'record', item: text, help: 'what channels are measured in, by their names: `{ temperature: "K" }`' },
  maxRowLength: {
    ...textLength,
    help: 'the most characters of a row; 33 million (2²⁵) by default: a quote that is never closed makes a row of a whole file',
  },
} as const satisfies Schema

/** What CSV readers take besides. */
export interface CsvReadOptions extends OptionsOf<typeof csvReadSchema> {}

/** How a file writes its cells and numbers. */
export interface FoundFormat {
  /** What parts the file's cells, given or found. */
  readonly delimiter: string
  /** What stands before the fractions of its numbers. */
  readonly decimal: DecimalMark
}

/** The series of a CSV file. */
export interface CsvData extends FoundFormat {
  readonly series: TimeSeries[]
  /** The names of the series' channels, in their order. */
  readonly channels: readonly string[]
  /** The unit of the times where the file has dates; undefined where it has numbers. */
  readonly timeUnit: TimeUnit | undefined
  /** Columns that `channels: 'rest'` did not take: those without a name (`''`, `Unnamed: 0`), and those of text. */
  readonly leftOut: readonly string[]
}

/** Checks the options of a reader or writer of CSV files. */
export function readCsvOptions<S extends Schema>(of: string, schema: S, options: unknown): ResolvedOf<S> {
  const read = readOptions(of, schema, options)
  checkTimeOptions(of, read as ResolvedOf<typeof timeSchema>)
  return read
}
