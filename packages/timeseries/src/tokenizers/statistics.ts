import { errors } from '../errors.ts'
import { checkSeries } from '../series/check-series.ts'
import type { TimeSeries } from '../series/series.ts'
import { applyTransform, type Place, type Transform } from './transform.ts'

/**
 * Mean and (population) standard deviation of one column; with `standardize: 'robust'` median and spread (see
 * `robustStatistics`). A constant column has `std` 1.
 */
export interface ColumnStatistics {
  readonly mean: number
  readonly std: number
}

/** Running mean and sum of squared deviations: Welford 1962, which does not cancel as a sum of squares would. */
class Accumulator {
  count = 0
  #mean = 0
  #squares = 0

  /** @throws RomaeError `TIMESERIES_STATISTICS_RANGE` where squares overflow: all values would then be scaled to 0 */
  add(value: number, place: Place): void {
    this.count += 1
    const delta = value - this.#mean
    this.#mean += delta / this.count
    this.#squares += delta * (value - this.#mean)
    if (!Number.isFinite(this.#squares)) throw errors.TIMESERIES_STATISTICS_RANGE({ ...place, value })
  }

  statistics(): ColumnStatistics {
    const std = Math.sqrt(this.#squares / this.count)
    return { mean: this.#mean, std: std > 0 ? std : 1 }
  }
}

/**
 * Statistics of every column over all observed values of the series: `[channel][column]`, column 0 being the value
 * after its transform. A channel that is observed nowhere has none.
 *
 * @throws RomaeError `TIMESERIES_STATISTICS_RANGE`, `TIMESERIES_LOG1P_DOMAIN`, and what the check of series throws
 */
export function columnStatistics(
  all: Iterable<TimeSeries>,
  shape: { readonly channels: number; readonly extras: number },
  transform: readonly Transform[],
): (ColumnStatistics[] | undefined)[] {
  const accumulators = Array.from({ length: shape.channels }, () =>
    Array.from({ length: 1 + shape.extras }, () => new Accumulator()),
  )
  for (const series of all) {
    checkSeries(series, shape)
    series.channels.forEach(({ times, values, extras = [] }, channel) => {
      const [ofValue, ...ofExtras] = accumulators[channel]!
      values.forEach((value, index) => {
        if (Number.isNaN(value)) return
        const place = { id: series.id, channel, time: times[index]! }
        ofValue!.add(applyTransform(transform[channel]!, value, place), place)
        ofExtras.forEach((accumulator, extra) => {
          accumulator.add(extras[extra]![index]!, place)
        })
      })
    })
  }
  return accumulators.map((columns) =>
    columns[0]!.count === 0 ? undefined : columns.map((accumulator) => accumulator.statistics()),
  )
}
