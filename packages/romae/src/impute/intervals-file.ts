import { rowsOf, type TimeSeries } from '@romae/timeseries'
import { toCsv } from '../to-csv.ts'
import type { FilledIntervals } from './filled-intervals.ts'
import { timeTexts } from './time-texts.ts'

/**
 * The interval of every filled value, as CSV: one row a value, in the order of series, times and channels.
 *
 * @param time the name of the file's column of times, and `id` that of its ids, null where it has none; `textAt` writes a time of a
 *   series that is not in the file
 */
export function intervalsCsv(
  series: readonly TimeSeries[],
  { lower, median, upper }: FilledIntervals,
  channels: readonly string[],
  {
    time,
    id,
    escapeFormulas,
    textAt = (_, own) => String(own),
  }: {
    readonly time: string
    readonly id: string | null
    readonly escapeFormulas: boolean
    readonly textAt?: (place: number, time: number) => string
  },
): string {
  const rows: (string | number)[][] = [[...(id === null ? [] : [id]), time, 'channel', 'lower', 'median', 'upper']]
  series.forEach((one, index) => {
    const { times } = rowsOf(one)
    const texts = timeTexts(one)
    times.forEach((own, row) => {
      channels.forEach((channel, place) => {
        const numbers = [lower, median, upper].map((side) => side[index]![place]![row]!)
        if (numbers.some(Number.isNaN)) return
        const text = texts.get(own) ?? textAt(index, own)
        rows.push([...(id === null ? [] : [one.id]), text, channel, ...numbers.map(rounded)])
      })
    })
  })
  return toCsv(rows, escapeFormulas)
}

/** Six digits: intervals are not known more exactly. */
function rounded(value: number): number {
  return Number(value.toPrecision(6))
}
