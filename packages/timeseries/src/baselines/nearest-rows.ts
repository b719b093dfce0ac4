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
    const rows = new Rows(pickRows(training, scales), scales.length)
    return {
      fill(series) {
        checkSeries(series, { channels: scales.length })
        const grid = onGrid(series)
        const standard = standardize(grid, scales)
        const predicted = grid.channels.map(({ times }) => new Float64Array(times.length).fill(Number.NaN))
        const own = new Float64Array(scales.length)
        for (let row = 0; row < grid.channels[0]!.times.length; row++) {
          standard.forEach((column, channel) => {
            own[channel] = column[row]!
          })
          if (!own.some(Number.isNaN)) continue
          rows.compare(own)
          own.forEach((value, channel) => {
            if (!Number.isNaN(value)) return
            const { center, spread } = scales[channel]!
            predicted[channel]![row] = center + spread * rows.nearestMean(channel)
          })
        }
        return fillRows(grid, predicted)
      },
    }
  },
  work(series) {
    const cells = series.reduce((sum, { channels }) => sum + channels.length * (channels[0]?.times.length ?? 0), 0)
    return 2 * cells * MOST_ROWS
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

/** Rows that others are compared with, in one array: this is done as often as there are gaps. */
class Rows {
  readonly #size: number
  readonly #values: Float64Array
  /** `[channel]`: the rows that have it. */
  readonly #having: readonly Int32Array[]
  readonly #distances: Float64Array

  constructor(rows: readonly Float64Array[], size: number) {
    this.#size = size
    this.#values = new Float64Array(rows.length * size)
    rows.forEach((row, index) => {
      this.#values.set(row, index * size)
    })
    this.#having = Array.from({ length: size }, (_, channel) =>
      Int32Array.from([...rows.keys()].filter((index) => !Number.isNaN(rows[index]![channel]!))),
    )
    this.#distances = new Float64Array(rows.length)
  }

  /** The mean square over the channels that both have; infinite where they share none. */
  compare(own: Float64Array): void {
    for (let row = 0; row < this.#distances.length; row++) {
      let [sum, count] = [0, 0]
      for (let channel = 0, place = row * this.#size; channel < this.#size; channel++, place++) {
        const difference = own[channel]! - this.#values[place]!
        if (!Number.isNaN(difference)) {
          sum += difference * difference
          count++
        }
      }
      this.#distances[row] = count === 0 ? Infinity : sum / count
    }
  }

  /** Of the rows that have the channel, the mean of the nearest; 0, the mean of all, where none is comparable. */
  nearestMean(channel: number): number {
    const nearest: number[] = []
    for (const row of this.#having[channel]!) {
      const away = this.#distances[row]!
      if (away === Infinity || (nearest.length === NEIGHBOURS && away >= this.#distances[nearest.at(-1)!]!)) continue
      let at = nearest.length
      while (at > 0 && this.#distances[nearest[at - 1]!]! > away) at--
      nearest.splice(at, 0, row)
      if (nearest.length > NEIGHBOURS) nearest.pop()
    }
    if (nearest.length === 0) return 0
    return nearest.reduce((sum, row) => sum + this.#values[row * this.#size + channel]!, 0) / nearest.length
  }
}
