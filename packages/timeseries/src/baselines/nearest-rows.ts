import { mean, variance } from '@romae/internal/statistics'
import { checkSeries } from '../series/check-series.ts'
import { evenly } from '../series/evenly.ts'
import type { TimeSeries } from '../series/series.ts'
import { fillRows, observedOf, onGrid } from './fill-rows.ts'
import type { FillingMethod } from './method.ts'

/** Rows whose values are averaged. */
const NEIGHBOURS = 10
/** Rows that others are compared with; of more, this many are picked evenly. */
const MOST_ROWS = 3000

/**
 * The mean of the nearest rows that have the channel: of those in which the channels that both have are most alike
 * (k nearest neighbours; Troyanskaya et al. 2001). Where a row has nothing to compare, the mean of the channel.
 */
export const nearestRows: FillingMethod = {
  name: 'knn',
  label: 'nearest rows',
  fit(training) {
    for (const one of training) checkSeries(one, { channels: training[0]!.channels.length })
    const scales = scalesOf(training)
    const rows = pickRows(training, scales)
    return {
      fill(series) {
        checkSeries(series, { channels: scales.length })
        const grid = onGrid(series)
        const standard = standardize(grid, scales)
        const predicted = grid.channels.map(({ times }) => new Float64Array(times.length).fill(Number.NaN))
        for (let row = 0; row < (grid.channels[0]?.times.length ?? 0); row++) {
          const own = Float64Array.from(standard, (column) => column[row]!)
          if (!own.some(Number.isNaN)) continue
          const distances = rows.map((other) => distance(own, other))
          own.forEach((value, channel) => {
            if (!Number.isNaN(value)) return
            const { center, spread } = scales[channel]!
            predicted[channel]![row] = center + spread * nearestMean(rows, distances, channel)
          })
        }
        return fillRows(grid, predicted)
      },
    }
  },
  work(series) {
    const cells = series.reduce((sum, { channels }) => sum + channels.length * (channels[0]?.times.length ?? 0), 0)
    return 4 * cells * MOST_ROWS
  },
}

interface Scale {
  readonly center: number
  readonly spread: number
}

function scalesOf(training: readonly TimeSeries[]): Scale[] {
  return (training[0]?.channels ?? []).map((_, channel) => {
    const values = Float64Array.from(training.flatMap(({ channels }) => [...observedOf(channels[channel]!).values]))
    const spread = Math.sqrt(variance(values))
    return { center: mean(values), spread: spread > 0 && spread < Infinity ? spread : 1 }
  })
}

function standardize({ channels }: TimeSeries, scales: readonly Scale[]): Float64Array[] {
  return channels.map(({ values }, channel) => {
    const { center, spread } = scales[channel]!
    return values.map((value) => (value - center) / spread)
  })
}

/** Rows with a value, standardised. */
function pickRows(training: readonly TimeSeries[], scales: readonly Scale[]): Float64Array[] {
  const grids = training.map((one) => standardize(onGrid(one), scales))
  const starts = grids.map((columns) => columns[0]?.length ?? 0)
  const all = starts.flatMap((length, index) => Array.from({ length }, (_, row) => [index, row] as const))
  return Array.from(evenly(all.length, MOST_ROWS), (place) => {
    const [index, row] = all[place]!
    return Float64Array.from(grids[index]!, (column) => column[row]!)
  }).filter((row) => row.some((value) => !Number.isNaN(value)))
}

/** The mean square over the channels that both have; infinite where they share none. */
function distance(one: Float64Array, other: Float64Array): number {
  let [sum, count] = [0, 0]
  for (let channel = 0; channel < one.length; channel++) {
    const difference = one[channel]! - other[channel]!
    if (Number.isNaN(difference)) continue
    sum += difference * difference
    count++
  }
  return count === 0 ? Infinity : sum / count
}

/** Of the rows that have the channel, the mean of the nearest; 0, the mean of all, where none is comparable. */
function nearestMean(rows: readonly Float64Array[], distances: readonly number[], channel: number): number {
  const nearest: { distance: number; value: number }[] = []
  for (let place = 0; place < rows.length; place++) {
    const [value, away] = [rows[place]![channel]!, distances[place]!]
    if (Number.isNaN(value) || away === Infinity) continue
    if (nearest.length === NEIGHBOURS && away >= nearest.at(-1)!.distance) continue
    let at = nearest.length
    while (at > 0 && nearest[at - 1]!.distance > away) at--
    nearest.splice(at, 0, { distance: away, value })
    if (nearest.length > NEIGHBOURS) nearest.pop()
  }
  if (nearest.length === 0) return 0
  return nearest.reduce((sum, { value }) => sum + value, 0) / nearest.length
}
