import type { OptionsOf, Schema } from '@romae/internal/options'
import { names } from '../options.ts'
import { requireOneRole } from '../readers/csv/column-roles.ts'
import { readCsvOptions } from '../readers/csv/csv-options.ts'
import type { TimeSeries } from '../series/series.ts'
import { toTimeGrid } from '../series/time-grid.ts'
import { checkWritable } from './csv-shape.ts'
import { toCsvText, writeText } from './csv-text.ts'
import { csvWriteSchema } from './csv-write-options.ts'
import { valueText } from './number-text.ts'
import { ownStyle, TimeWriter } from './time-writer.ts'

const schema = {
  ...csvWriteSchema,
  channels: { ...names, required: true, help: 'the channels’ names' },
} as const satisfies Schema

/** How to write a wide CSV file: the options that read it back, and `escapeFormulas`. */
export interface WideCsvWriteOptions extends OptionsOf<typeof schema> {}

/**
 * Wide CSV text: one time stamp a row, one column a channel, an empty cell where a channel has no value. Cells are written as
 * they were read, where they still hold the number that their text says, and times that the file did not have in the style of
 * those before them. Without such a file times are numbers, or dates with `timeUnit`. Numbers are written so that they read back
 * exactly, dates to the nanosecond.
 *
 * Channels that have names are written by them, in the order of `channels`.
 *
 * @throws RomaeError `TIMESERIES_INVALID_OPTION` for several series without `id`
 * @throws RomaeError `TIMESERIES_CHANNELS` when the series' channels have other names, `TIMESERIES_UNIT` when their
 * times have another unit
 * @throws RomaeError `TIMESERIES_CHANNEL_COUNT` when there are not as many names as channels
 * @throws RomaeError `TIMESERIES_EXTRAS_COUNT` for series with extras, which a wide file has no place for
 */
export async function toWideCsv(series: readonly TimeSeries[], options: WideCsvWriteOptions): Promise<string> {
  readCsvOptions('toWideCsv', schema, options)
  const { id, time, label, group, channels, timeUnit, decimal } = options
  requireOneRole('toWideCsv', { time, id, label, group, channels })
  const written = checkWritable('toWideCsv', series, options, channels, 0)
  const optional = (name: string | undefined, cell: string) => (name === undefined ? [] : [cell])
  const named = (name: string | undefined) => optional(name, name ?? '')
  const rows: string[][] = [[...named(id), time, ...channels, ...named(label), ...named(group)]]
  const style = ownStyle(written, timeUnit)
  for (const item of written) {
    const writer = new TimeWriter(item, options, style)
    const grid = toTimeGrid(item)
    grid.times.forEach((instant, row) => {
      rows.push([
        ...optional(id, item.id),
        writer.text(instant),
        ...grid.channels.map(({ values, text }) => valueText(values[row]!, text?.values?.[row], decimal)),
        ...optional(label, item.label ?? ''),
        ...optional(group, item.group ?? ''),
      ])
    })
  }
  return toCsvText(rows, options)
}

/** Writes {@link toWideCsv} to a file. @throws RomaeError `TIMESERIES_CANNOT_WRITE` */
export async function writeWideCsv(
  file: string | URL,
  series: readonly TimeSeries[],
  options: WideCsvWriteOptions,
): Promise<void> {
  await writeText(file, await toWideCsv(series, options))
}
