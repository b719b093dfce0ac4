import { rowsOf, type TimeSeries } from '@romae/timeseries'
import { toCsv } from '../to-csv.ts'
import type { BestFilled } from './best.ts'

/**
 * Which method every filled value came from, as CSV: one row a value, in the order of series, times and channels.
 *
 * @param names of the methods, as `BestFilled` counts them
 * @param time the name of the file's column of times, and `id` that of its ids, null where it has none
 */
export function methodsCsv(
  series: readonly TimeSeries[],
  { origins }: Pick<BestFilled, 'origins'>,
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

/** How times are written in the file: each is that of some channel. */
function timeTexts({ channels }: TimeSeries): Map<number, string> {
  const texts = new Map<number, string>()
  for (const { times, text } of channels) {
    times.forEach((time, entry) => {
      const written = text?.times?.[entry]
      if (typeof written === 'string') texts.set(time, written)
    })
  }
  return texts
}
