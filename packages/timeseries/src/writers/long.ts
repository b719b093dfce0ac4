import type { OptionsOf, Schema } from '@romae/internal/options'
import { errors } from '../errors.ts'
import { requireOneRole } from '../readers/csv/column-roles.ts'
import { readCsvOptions } from '../readers/csv/csv-options.ts'
import { longSchema } from '../readers/csv/long.ts'
import { channelNames } from '../series/channel-names.ts'
import type { TimeSeries } from '../series/series.ts'
import { checkWritable } from './csv-shape.ts'
import { toCsvText, writeText } from './csv-text.ts'
import { csvWriteSchema } from './csv-write-options.ts'
import { valueText } from './number-text.ts'
import { ownStyle, TimeWriter } from './time-writer.ts'

const schema = { ...csvWriteSchema, ...longSchema } as const satisfies Schema

/** How to write a long CSV file: the options that read it back, without what only reading needs, and `escapeFormulas`. */
export interface LongCsvWriteOptions extends OptionsOf<typeof schema> {}

/**
 * Long CSV text: one observation a row, with only the columns that the options name.
 *
 * Missing values become empty cells. `channels` names the series' channels, or orders those that have names; without it they
 * have their own, or are called 0, 1, 2, ….
 * Cells are written as they were read where they still hold the number that their text says, and times that the file did not
 * have in the style of those before them. Without such a file times are numbers, or dates with `timeUnit`. Numbers are written
 * so that they read back exactly, dates to the nanosecond.
 *
 * @throws RomaeError `TIMESERIES_INVALID_OPTION` when the columns cannot hold the series: several without `id`, or
 * several channels
 *   without `channel`
 * @throws RomaeError `TIMESERIES_CHANNELS` when the series' channels have other names, `TIMESERIES_UNIT` when their
 * times have another unit
 * @throws RomaeError `TIMESERIES_CHANNEL_COUNT`, `TIMESERIES_EXTRAS_COUNT` when the names do not match the series
 */
export async function toLongCsv(series: readonly TimeSeries[], options: LongCsvWriteOptions): Promise<string> {
  const of = 'toLongCsv'
  readCsvOptions(of, schema, options)
  const { id, time, channel, value, error = [], label, group, timeUnit, decimal } = options
  const extraNames = typeof error === 'string' ? [error] : error
  requireOneRole(of, { time, id, label, group, channel, value, error })
  const { channels = namesOf(series[0]) } = options
  const written = checkWritable(of, series, options, channels, extraNames.length)
  if (channel === undefined && channels.length > 1) {
    const expected = `given to write ${channels.length} channels`
    throw errors.TIMESERIES_INVALID_OPTION({ of, key: 'channel', expected, got: undefined })
  }
  const optional = (name: string | undefined, cell: string) => (name === undefined ? [] : [cell])
  const named = (name: string | undefined) => optional(name, name ?? '')
  const rows: string[][] = [
    [...named(id), time, ...named(channel), value, ...extraNames, ...named(label), ...named(group)],
  ]
  const style = ownStyle(written, timeUnit)
  for (const item of written) {
    const writer = new TimeWriter(item, options, style)
    item.channels.forEach(({ times, values, extras = [], text }, index) => {
      for (let row = 0; row < times.length; row++) {
        rows.push([
          ...optional(id, item.id),
          writer.text(times[row]!, text?.times?.[row]),
          ...optional(channel, channels[index]!),
          valueText(values[row]!, text?.values?.[row], decimal),
          ...extras.map((column, extra) => valueText(column[row]!, text?.extras?.[extra]?.[row], decimal)),
          ...optional(label, item.label ?? ''),
          ...optional(group, item.group ?? ''),
        ])
      }
    })
  }
  return toCsvText(rows, options)
}

/** The names of a series' channels: 0, 1, 2, … where it has none. */
function namesOf(series: TimeSeries | undefined): readonly string[] {
  if (series === undefined) return ['0']
  return channelNames(series) ?? series.channels.map((_, index) => String(index))
}

/** Writes {@link toLongCsv} to a file. @throws RomaeError `TIMESERIES_CANNOT_WRITE` */
export async function writeLongCsv(
  file: string | URL,
  series: readonly TimeSeries[],
  options: LongCsvWriteOptions,
): Promise<void> {
  await writeText(file, await toLongCsv(series, options))
}
