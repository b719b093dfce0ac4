import { TooLong } from '@romae/internal/files'
import { errors } from '../errors.ts'

/**
 * The most characters of a line of a `.ts` file, which holds a whole case. The longest of the UEA archive have some million;
 * JavaScript itself has no text of twice as many.
 */
export const MAX_LINE: number = 2 ** 28
/** The most characters of a row of a CSV file: a million columns of thirty characters. */
export const MAX_ROW: number = 2 ** 25
/** JavaScript has no longer text. */
const LONGEST_TEXT = 2 ** 29 - 24
/** The most characters of a header line of a `.ts` file: a hundred thousand classes. */
export const MAX_HEADER_LINE: number = 2 ** 21
/** The most columns of a table, or channels of a case. */
export const MAX_COLUMNS: number = 2 ** 20
/** The most series of a file: JavaScript's maps hold 16 million ids. */
export const MAX_SERIES = 10_000_000
/** The most channels of all series together, where rows name them: series times channels, whether they have values or not. */
export const MAX_CHANNELS_IN_ALL: number = 2 ** 26
/** The most characters of an id, a label, a group or the name of a channel: paths fit, and what people read is shorter. */
export const MAX_NAME = 4096
/** The most characters of a time. Numbers of more digits take longer to subtract than in proportion to their length. */
export const MAX_TIME = 1000

/** A number of characters that a text can have. */
export const textLength = { kind: 'integer', least: 1, most: LONGEST_TEXT } as const

/**
 * What {@link TooLong} means, as an error of this package; any other error as it is.
 *
 * @param what a line or a row
 * @param option the one that raises the limit
 */
export function limitError(file: string, what: string, option: string, cause: unknown): unknown {
  if (!(cause instanceof TooLong)) return cause
  const { line, got, limit } = cause
  const wayOut = `raise ${option} if you trust the file`
  return errors.TIMESERIES_LIMIT({ file, line, column: 1, what: `characters in a ${what}`, got, limit, wayOut }, cause)
}
