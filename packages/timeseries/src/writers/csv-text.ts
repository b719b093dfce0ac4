import { escapeFormula, replaceFile } from '@romae/files'
import { errors } from '../errors.ts'
import type { DecimalMark } from '../readers/csv/number-reader.ts'
import { formatDate, TIME_UNITS, type TimeUnit } from '../readers/text/parse-date.ts'
import type { CsvWriteOptions } from './csv-write-options.ts'

/** Rows as CSV text, LF line ends, quoted where they must be. */
export async function toCsvText(rows: string[][], options: CsvWriteOptions): Promise<string> {
  // Imported only here, so that the tokenizers load in a browser, which has no Buffer.
  const { stringify } = await import('csv-stringify/sync')
  const { delimiter = ',', escapeFormulas = false } = options
  // Its own `escape_formulas` would take numbers for formulas, which are texts here.
  return stringify(rows, { delimiter, ...(escapeFormulas && { cast: { string: escapeFormula } }) })
}

/** A number as text that reads back exactly; an empty cell for NaN. */
export function formatNumber(value: number, decimal: DecimalMark = '.'): string {
  if (Number.isNaN(value)) return ''
  return Object.is(value, -0) ? '-0' : String(value).replace('.', decimal)
}

/** A time as a number or, where it has a unit, as a date. @throws TIMESERIES_DATE_RANGE */
export function formatTime(time: number, unit: TimeUnit | undefined, decimal: DecimalMark = '.'): string {
  if (unit === undefined) return formatNumber(time, decimal)
  const text = formatDate(time * TIME_UNITS[unit])
  if (text === null) throw errors.TIMESERIES_DATE_RANGE({ time, unit })
  return text
}

/** Writes a file that is whole or not there, in place of what has its name. @throws TIMESERIES_CANNOT_WRITE */
export async function writeText(file: string | URL, text: string): Promise<void> {
  try {
    await replaceFile(file, text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw errors.TIMESERIES_CANNOT_WRITE({ file: String(file), reason }, cause)
  }
}
