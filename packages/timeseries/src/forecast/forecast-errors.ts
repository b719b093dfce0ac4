import type { TimeSeries } from '../series/series.ts'
import type { Origin } from './rolling-origins.ts'

/** How far forecasts were off, in the unit of the channel. */
export interface ForecastError {
  /** Observed targets. */
  readonly count: number
  /** The mean absolute error; NaN where a forecast is missing, or nothing was observed. */
  readonly mae: number
  /** The root of the mean squared error; NaN likewise. */
  readonly rmse: number
}

/** The errors of one method, in one channel. */
export interface ChannelForecastErrors extends ForecastError {
  /** By how many rows ahead: the first entry is of the next row. */
  readonly byHorizon: readonly ForecastError[]
}

/**
 * The errors of forecasts from many origins: by channel, over all horizons and for each.
 *
 * @param forecasts one an origin, of the same channels at the same times
 */
export function forecastErrors(
  origins: readonly Origin[],
  forecasts: readonly TimeSeries[],
): readonly ChannelForecastErrors[] {
  const channels = origins[0]?.actual.channels.length ?? 0
  const horizon = origins[0]?.at.length ?? 0
  return Array.from({ length: channels }, (_, channel) => {
    const byHorizon = Array.from({ length: horizon }, () => new Sums())
    const all = new Sums()
    origins.forEach(({ actual }, index) => {
      const observed = actual.channels[channel]!.values
      const forecast = forecasts[index]!.channels[channel]!.values
      observed.forEach((value, step) => {
        if (Number.isNaN(value)) return
        byHorizon[step]!.add(forecast[step]! - value)
        all.add(forecast[step]! - value)
      })
    })
    return { ...all.error(), byHorizon: byHorizon.map((sums) => sums.error()) }
  })
}

class Sums {
  #count = 0
  #absolute = 0
  #squares = 0

  add(error: number): void {
    this.#count++
    this.#absolute += Math.abs(error)
    this.#squares += error * error
  }

  /** Of nothing 0 / 0, which is NaN. */
  error(): ForecastError {
    return {
      count: this.#count,
      mae: this.#absolute / this.#count,
      rmse: Math.sqrt(this.#squares / this.#count),
    }
  }
}
