import type { TimeSeries } from '../series/series.ts'
import { applyTransform, type Place, type Transform } from './transform.ts'

/** One column over many series: the values of a channel after their transform (column 0), or one of its extras. */
export interface Column {
  readonly channel: number
  readonly column: number
  readonly transform: Transform
}

/** Calls back with every number of a column, of missing values with none. Series are checked before. */
export function forEachValue(
  all: Iterable<TimeSeries>,
  { channel, column, transform }: Column,
  visit: (value: number, place: Place) => void,
): void {
  for (const { id, channels } of all) {
    const { times, values, extras = [] } = channels[channel]!
    values.forEach((value, index) => {
      if (Number.isNaN(value)) return
      const place = { id, channel, time: times[index]! }
      visit(column === 0 ? applyTransform(transform, value, place) : extras[column - 1]![index]!, place)
    })
  }
}

/** All numbers of a column, the least first. */
export function sortedValues(all: Iterable<TimeSeries>, column: Column): Float64Array {
  let most = 0
  for (const { channels } of all) most += channels[column.channel]!.values.length
  const values = new Float64Array(most)
  let count = 0
  forEachValue(all, column, (value) => {
    values[count++] = value
  })
  return values.subarray(0, count).sort()
}
