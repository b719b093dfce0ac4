import { checkSeries } from '../../series/check-series.ts'
import { seasonalPeriods } from '../../series/seasonal-periods.ts'
import type { SeriesChannel, TimeSeries } from '../../series/series.ts'
import { firstIndexFrom } from '../../series/slice-time.ts'
import { type StepSize, stepSizeOf, stepsBetween } from '../../state-space/steps.ts'
import { observedOf } from '../fill-rows.ts'
import { forecastChannels } from '../forecasting/future-rows.ts'
import type { ForecastingMethod } from '../forecasting/method.ts'
import type { Observations } from '../linear-interpolation.ts'
import { type FittedSmoothing, fitSmoothing, startOf } from './fit-smoothing.ts'
import { type Steps, smoothingForecast, smoothThrough } from './states.ts'

/** A season of more steps than this has too many states: a year of days. */
const LONGEST_SEASON = 200
/** Values of a channel that parameters are fitted to, and that are gone through before a forecast: the last ones. */
const MOST_VALUES = 4000

/**
 * Exponential smoothing of each channel of each series: level, perhaps a trend, straight or damped, and perhaps the season of a day or
 * a week, all additive; parameters and their choice as `fitSmoothing` says. Times are rounded to steps as `stepSizeOf` has it. A series
 * that was not among those for training has parameters fitted to its own past.
 */
export const exponentialSmoothing: ForecastingMethod = {
  name: 'ets',
  label: 'exponential smoothing',
  fit(training) {
    for (const one of training) checkSeries(one, { channels: training[0]!.channels.length })
    const step = stepSizeOf(training.map(longestTimes))
    const periods = seasonalPeriods(training)
      .map(({ length }) => Math.round(length / step.length))
      .filter((period) => period > 1 && period <= LONGEST_SEASON)
    const fitAll = ({ channels }: TimeSeries) => channels.map((channel) => fitChannel(channel, step, periods))
    const known = new Map(training.map((one) => [one.id, fitAll(one)]))
    return {
      forecast(history, at) {
        checkSeries(history, { channels: training[0]!.channels.length })
        const fitted = known.get(history.id) ?? fitAll(history)
        return forecastChannels(history, at, (channel, index) => forecastChannel(channel, at, step, fitted[index]!))
      },
    }
  },
}

function longestTimes({ channels }: TimeSeries): Float64Array {
  return channels.reduce<Float64Array>(
    (longest, { times }) => (times.length > longest.length ? times : longest),
    new Float64Array(0),
  )
}

/** Null of a channel without values. */
function fitChannel(channel: SeriesChannel, step: StepSize, periods: readonly number[]): FittedSmoothing | null {
  const steps = stepsOf(observedOf(channel), step)
  return steps === null ? null : fitSmoothing(steps, periods)
}

function forecastChannel(
  channel: SeriesChannel,
  at: Float64Array,
  step: StepSize,
  known: FittedSmoothing | null,
): Float64Array {
  const { times, values } = observedOf(channel)
  const count = firstIndexFrom(times, at[0]!)
  const steps = stepsOf({ times: times.subarray(0, count), values: values.subarray(0, count) }, step)
  if (steps === null) return new Float64Array(at.length).fill(Number.NaN)
  const { smoothing, period } = known ?? fitSmoothing(steps, [])
  const { state } = smoothThrough(startOf(steps, smoothing.damping > 0, period), steps, smoothing)
  const between = stepsBetween(Float64Array.of(times[count - 1]!, ...at), step)
  let ahead = 0
  return at.map((_, target) => {
    ahead += between[target + 1]!
    return smoothingForecast(state, smoothing, Math.max(1, ahead))
  })
}

/** The last values at whole steps, counted from the first; of two at one step the later one. */
function stepsOf(observed: Observations, step: StepSize): Steps | null {
  const times = observed.times.subarray(-MOST_VALUES)
  const values = observed.values.subarray(-MOST_VALUES)
  if (values.length === 0) return null
  const byStep = new Map<number, number>()
  let place = 0
  stepsBetween(times, step).forEach((between, index) => {
    place += between
    byStep.set(place, values[index]!)
  })
  return { steps: Float64Array.from(byStep.keys()), values: Float64Array.from(byStep.values()) }
}
