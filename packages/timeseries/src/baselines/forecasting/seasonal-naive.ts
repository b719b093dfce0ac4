import { checkSeries } from '../../series/check-series.ts'
import { seasonalPeriods } from '../../series/seasonal-periods.ts'
import type { TimeSeries } from '../../series/series.ts'
import { firstIndexFrom } from '../../series/slice-time.ts'
import { typicalSteps } from '../../series/typical-steps.ts'
import { observedOf } from '../fill-rows.ts'
import type { Observations } from '../linear-interpolation.ts'
import { forecastChannels } from './future-rows.ts'
import type { ForecastingMethod } from './method.ts'

/** How far beside a period ago a value may lie, in typical steps: years are no whole number of days. */
const TOLERANCE = 0.51

/**
 * The value of a period ago: of a day, a week or a year, whichever the training values of the channel repeat best after. It is the last
 * one that is known at that phase. Without such a period, and where no value is known at that phase, it is the last value.
 */
export const seasonalNaive: ForecastingMethod = {
  name: 'seasonal',
  label: 'seasonal naive',
  fit(training) {
    for (const one of training) checkSeries(one, { channels: training[0]!.channels.length })
    const lengths = seasonalPeriods(training).map(({ length }) => length)
    const tolerance = TOLERANCE * (typicalSteps(training)?.step ?? 0)
    const periods = (training[0]?.channels ?? []).map((_, channel) => bestPeriod(training, channel, lengths, tolerance))
    return {
      forecast(history, at) {
        checkSeries(history, { channels: periods.length })
        return forecastChannels(history, at, (channel, index) => {
          const observed = upTo(observedOf(channel), at[0]!)
          return at.map((time) => valueBefore(observed, time, periods[index]!, tolerance))
        })
      },
    }
  },
}

/** The period after which values are nearest to what they were, in the mean of absolute differences; null without one. */
function bestPeriod(
  training: readonly TimeSeries[],
  channel: number,
  lengths: readonly number[],
  tolerance: number,
): number | null {
  let best: { readonly length: number; readonly error: number } | null = null
  for (const length of lengths) {
    let [sum, count] = [0, 0]
    for (const one of training) {
      const observed = observedOf(one.channels[channel]!)
      observed.times.forEach((time, entry) => {
        const before = nearest(observed, time - length, tolerance)
        if (before === null) return
        sum += Math.abs(observed.values[entry]! - before)
        count++
      })
    }
    if (count > 0 && (best === null || sum / count < best.error)) best = { length, error: sum / count }
  }
  return best?.length ?? null
}

function valueBefore(observed: Observations, time: number, period: number | null, tolerance: number): number {
  const last = observed.times.at(-1)
  if (last === undefined) return Number.NaN
  if (period !== null) {
    const first = observed.times[0]! - tolerance
    const least = Math.max(1, Math.ceil((time - last - tolerance) / period))
    for (let count = least; time - count * period >= first; count++) {
      const value = nearest(observed, time - count * period, tolerance)
      if (value !== null) return value
    }
  }
  return observed.values.at(-1)!
}

/** The value nearest to a time, not further away than the tolerance. */
function nearest({ times, values }: Observations, time: number, tolerance: number): number | null {
  const after = firstIndexFrom(times, time)
  const distance = (index: number) => Math.abs((times[index] ?? Infinity) - time)
  const index = distance(after - 1) < distance(after) ? after - 1 : after
  return distance(index) <= tolerance ? values[index]! : null
}

function upTo({ times, values }: Observations, end: number): Observations {
  const count = firstIndexFrom(times, end)
  return { times: times.subarray(0, count), values: values.subarray(0, count) }
}
