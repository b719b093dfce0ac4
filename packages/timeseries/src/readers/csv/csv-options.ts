import { errors } from '../../errors.ts'
import { requireNumber, requireOneOf, requireText, requireTexts } from '../../options.ts'
import type { TimeSeries } from '../../series/series.ts'
import { isTextLength, textLength } from '../limits.ts'
import type { TimeUnit } from '../time/moment.ts'
import { checkTimeOptions, type TimeOptions } from '../time/time-options.ts'
import type { DecimalMark } from './number-reader.ts'

/** What every CSV reader and writer takes. Columns are named as in the file's header. */
export interface CsvOptions extends TimeOptions {
  /** The column that tells series apart. Absent: the file holds one series, whose id is `series`. */
  readonly id?: string
  /** The column of times: decimal numbers, or dates. */
  readonly time: string
  /**
   * The column of the series' label, the same in all rows of a series. A cell that is empty, or one of the texts that mean
   * missing, is no label.
   */
  readonly label?: string
  /** The column of what series belong to, such as a patient, the same in all rows of a series: their `group`. */
  readonly group?: string
  /** One character. Readers find it among comma, semicolon and tab where it is not given, writers then take a comma. */
  readonly delimiter?: string
  /**
   * What stands before a number's fraction. Defaults to a point; but where commas do not part the cells, readers take what the
   * first number with a fraction has.
   */
  readonly decimal?: DecimalMark
}

/** What CSV readers take besides. */
export interface CsvReadOptions extends CsvOptions {
  /**
   * The texts that stand for a missing value (NaN), in the label's column for no label; an empty cell always does. A number
   * stands for all ways to write it: `-999` for `-999.0`. Defaults to {@link MISSING_TEXTS}.
   */
  readonly missing?: readonly string[]
  /** Columns that are not read, whatever is in them. They must be there. */
  readonly ignore?: readonly string[]
  /** What channels are measured in, by their names: `{ temperature: 'K' }`. */
  readonly units?: Readonly<Record<string, string>>
  /** The most characters of a row. Defaults to 33 million (2²⁵); a quote that is never closed makes a row of a whole file. */
  readonly maxRowLength?: number
}

/** The keys of {@link CsvOptions}. */
export const CSV_KEYS = [
  'id',
  'time',
  'label',
  'group',
  'delimiter',
  'decimal',
  'timeUnit',
  'timeFormat',
  'parseTime',
] as const

/** The keys that {@link CsvReadOptions} has besides. */
export const CSV_READ_KEYS = ['missing', 'ignore', 'units', 'maxRowLength'] as const

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

/** Checks what {@link CsvOptions} and {@link CsvReadOptions} have in common. */
export function checkCsvOptions(of: string, options: CsvReadOptions): void {
  const { id, time, label, group, delimiter = ',', decimal = '.' } = options
  const { missing = [], ignore = [], units = {}, maxRowLength } = options
  requireColumn(of, 'time', time)
  if (id !== undefined) requireText(of, 'id', id)
  if (label !== undefined) requireText(of, 'label', label)
  if (group !== undefined) requireText(of, 'group', group)
  requireDelimiter(of, delimiter)
  requireOneOf(of, 'decimal', decimal, ['.', ','])
  checkTimeOptions(of, options)
  requireTexts(of, 'missing', missing)
  requireTexts(of, 'ignore', ignore)
  if (maxRowLength !== undefined) requireNumber(of, 'maxRowLength', maxRowLength, textLength, isTextLength)
  for (const [name, unit] of Object.entries(units)) requireText(of, `units[${JSON.stringify(name)}]`, unit)
}

/** A column's name: empty for the one without a name, as the index of a pandas table. */
function requireColumn(of: string, key: string, name: unknown): void {
  if (name !== '') requireText(of, key, name)
}

export function requireDelimiter(of: string, delimiter: unknown): void {
  if (typeof delimiter === 'string' && delimiter.length === 1 && !'"\r\n'.includes(delimiter)) return
  const expected = 'one character, neither a quote nor a line end'
  throw errors.TIMESERIES_INVALID_OPTION({ of, key: 'delimiter', expected, got: delimiter })
}
