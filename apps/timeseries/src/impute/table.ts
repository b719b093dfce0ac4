import { readLongCsv, readWideCsv, type TimeSeries, writeLongCsv, writeWideCsv } from '@romae/timeseries'
import { InvalidArgumentError } from 'commander'

/** Which column is what. */
export interface TableOptions {
  readonly time: string
  readonly value: readonly string[]
  readonly id?: string
  readonly channel?: string
  readonly missing: readonly string[]
  readonly escapeFormulas: boolean
}

/** Reads a CSV file in the shape that the options say, and knows how to write it back. */
export async function readTable(
  file: string,
  { time, id, channel, value, missing: more, escapeFormulas }: TableOptions,
) {
  const common = { time, ...(id !== undefined && { id }) }
  const missing = ['', ...more]
  if (channel === undefined) {
    const data = await readWideCsv(file, { ...common, missing, channels: value.length === 0 ? 'rest' : value })
    const unit = data.timeUnit === undefined ? {} : { timeUnit: data.timeUnit }
    const write = (out: string, series: readonly TimeSeries[]) =>
      writeWideCsv(out, series, { ...common, ...unit, channels: data.channels, escapeFormulas })
    return { ...data, write }
  }
  if (value.length !== 1) throw new InvalidArgumentError(`--channel needs one --value column; got ${value.length}`)
  const data = await readLongCsv(file, { ...common, missing, channel, value: value[0]! })
  const unit = data.timeUnit === undefined ? {} : { timeUnit: data.timeUnit }
  const write = (out: string, series: readonly TimeSeries[]) =>
    writeLongCsv(out, series, {
      ...common,
      ...unit,
      channel,
      value: value[0]!,
      channels: data.channels,
      escapeFormulas,
    })
  return { ...data, write }
}
