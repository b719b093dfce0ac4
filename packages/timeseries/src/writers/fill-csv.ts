import { escapeFormula, MadeContent } from '@romae/internal/files'
import { type OptionsOf, type Schema, text, value } from '@romae/internal/options'
import { CellValues } from '../readers/csv/cell-values.ts'
import { csvReadSchema, readCsvOptions } from '../readers/csv/csv-options.ts'
import { longSchema } from '../readers/csv/long.ts'
import { columnIndex, type RawTable, type WrittenRow } from '../readers/csv/raw-row.ts'
import { openRawTable } from '../readers/csv/raw-table.ts'
import type { TextSource } from '../readers/text/source-types.ts'
import type { TimeSeries } from '../series/series.ts'
import { writeText } from './csv-text.ts'
import { csvWriteSchema } from './csv-write-options.ts'
import { TIME_STYLE } from './date-text.ts'
import { longFilling } from './long-filling.ts'
import { formatNumber } from './number-text.ts'
import { TimeWriter } from './time-writer.ts'
import { type Filling, type FillingOptions, wideFilling } from './wide-filling.ts'

const schema = {
  time: csvReadSchema.time,
  timeFormat: csvReadSchema.timeFormat,
  id: csvReadSchema.id,
  channel: longSchema.channel,
  value: { ...text, help: 'the column of values' },
  missing: csvReadSchema.missing,
  delimiter: csvReadSchema.delimiter,
  decimal: csvReadSchema.decimal,
  maxRowLength: csvReadSchema.maxRowLength,
  escapeFormulas: csvWriteSchema.escapeFormulas,
  after: {
    kind: value<ReadonlyMap<string, number>>(),
    has: 'get',
    expected: 'a map of times by id',
    help: 'only rows after this time of each series are written, such as those of a forecast; by default all',
  },
} as const satisfies Schema

/** How the file was read: with `value` one observation a row, without it one time stamp a row and a column for each channel. */
export interface FillCsvOptions extends OptionsOf<typeof schema> {}

/**
 * A CSV file's text with its missing values filled from series. All else is as it was, to the character: the order of rows and
 * columns, columns that are no channels, how times and observed numbers are written. A value that the filled series lack, too,
 * stays as it says missing. Only line ends of `\r` alone become `\n`.
 *
 * Where the file has no row for a value that is filled, it gets one, in order of time: in a long file among the rows of its
 * channel. Its time is written as another row of the series has it, or in the style of the time before it; further columns say
 * what they say in all rows of the series (of a wide file: in all so far), or nothing.
 *
 * @param open gives the file's text, each time from its start
 * @param read the series as they were read
 * @param filled the same series with their gaps filled, as `fillMissing` does
 * @throws RomaeError `TIMESERIES_CSV_OTHER_FILE` where the file is not that of the series; what the readers throw
 */
export async function* fillCsv(
  open: () => TextSource,
  read: readonly TimeSeries[],
  filled: readonly TimeSeries[],
  options: FillCsvOptions,
): AsyncGenerator<string | Uint8Array> {
  readCsvOptions('fillCsv', schema, options)
  const { escapeFormulas = false, channel, value: valueColumn, after: from, ...common } = options
  const table = await openRawTable(open(), options)
  const values = new CellValues(table.delimiter, options)
  const timeAt = columnIndex(table, options.time)
  const given: FillingOptions = {
    ...common,
    read,
    filled: new Map(filled.map((one) => [one.id, one])),
    values,
    format: (number, column) => table.cell(formatNumber(number, values.numbers.mark), column),
    stamps: (series) => {
      let writer: TimeWriter | undefined
      const style = { timeFormat: options.timeFormat, decimal: values.numbers.mark }
      return (time) => {
        writer ??= new TimeWriter(series, style, TIME_STYLE)
        return table.cell(writer.text(time), timeAt)
      }
    },
  }
  const filling =
    valueColumn === undefined
      ? wideFilling(table, given)
      : await longFilling(table, open, {
          ...given,
          channel,
          value: valueColumn,
          channels: channelsWithRows(read),
          rowOptions: options,
        })
  const safe = (raw: string) => {
    const cell = table.textOf(raw)
    const escaped = 'value' in values.read(cell) ? cell : escapeFormula(cell)
    return escaped === cell ? raw : table.cell(escaped, 0)
  }
  yield* table.write(filledRows(table, filling, from), escapeFormulas ? safe : (raw) => raw)
}

/** The rows of a table, filled, and those that are new. @param after only rows after this time of each series */
async function* filledRows(
  table: RawTable,
  filling: Filling,
  after: ReadonlyMap<string, number> | undefined,
): AsyncGenerator<WrittenRow> {
  let line = 1
  for await (const row of table.rows()) {
    line = row.line
    if (row.isEmpty) {
      if (after === undefined) yield { raw: [], from: row, beside: row, end: row.end }
      continue
    }
    const { before, after: following, place } = filling.take(row)
    const isWritten = after === undefined || (place !== null && place.time > after.get(place.id)!)
    // The last row of a file may have no line end.
    const end = row.end === '' ? table.lineEnd : row.end
    for (const raw of before) yield { raw, from: null, beside: row, end }
    if (isWritten) yield { raw: row.raw, from: row, beside: row, end: following.length === 0 ? row.end : end }
    for (const raw of following) yield { raw, from: null, beside: row, end }
  }
  filling.end(line)
}

/** Of a long file: a channel that no series has a row of is not the file's, but the model's. */
function channelsWithRows(read: readonly TimeSeries[]): readonly string[] {
  const found = read.flatMap(({ channels }) => channels.filter(({ times }) => times.length > 0))
  return [...new Set(found.map(({ name = '' }) => name))]
}

/**
 * Writes {@link fillCsv} to a file, which may be the one that is read: it is in its place when it is complete.
 *
 * @throws RomaeError `TIMESERIES_CANNOT_WRITE`
 */
export async function writeFilledCsv(
  file: string | URL,
  open: () => TextSource,
  read: readonly TimeSeries[],
  filled: readonly TimeSeries[],
  options: FillCsvOptions,
): Promise<void> {
  const content = new MadeContent(fillCsv(open, read, filled, options))
  try {
    await writeText(file, content)
  } catch (cause) {
    throw content.failure === undefined ? cause : content.failure.cause
  }
}
