import { rowsOf, type TimeSeries } from '@romae/timeseries'
import { toCsv } from '../to-csv.ts'
import type { ChosenFilled } from './best.ts'
import { timeTexts } from './time-texts.ts'

/**
 * Which method every filled value came from, as CSV: one row a value, in the order of series, times and channels.
 *
 * @param names of the methods, as `ChosenFilled` counts them
 * @param time the name of the file's column of times, and `id` that of its ids, null where it has none
 */
export function methodsCsv(
  series: readonly TimeSeries[],
  { origins }: Pick<ChosenFilled, 'origins'>,
  channels: readonly string[],
  names: readonly string[],
  { time, id, escapeFormulas }: { readonly time: string; readonly id: string | null; readonly escapeFormulas: boolean },
): string {
  const rows: string[][] = [[...(id === null ? [] : [id]), time, 'channel', 'method']]
  series.forEach((one, index) => {
    const { times } = rowsOf(one)
    const texts = timeTexts(one)
    times.forEach((own, row) => {
      channels.forEach((channel, place) => {
        const method = origins[index]![place]![row]!
        if (method === -1) return
        rows.push([...(id === null ? [] : [one.id]), texts.get(own) ?? String(own), channel, names[method]!])
      })
    })
  })
  return toCsv(rows, escapeFormulas)
}
