import type { TimeSeries } from '@romae/timeseries'
import type { FillingMethod, FittedMethod, ForecastingMethod } from '@romae/timeseries/baselines'

/**
 * A method that is fitted once to the same series, and fills each once: while a model learns, what stands beside it stays as it is.
 */
export function remembered(method: FillingMethod): FillingMethod {
  const fits = new WeakMap<readonly TimeSeries[], FittedMethod>()
  return {
    ...method,
    fit(training) {
      const fitted = fits.get(training) ?? rememberedFit(method.fit(training))
      fits.set(training, fitted)
      return fitted
    },
  }
}

function rememberedFit(fitted: FittedMethod): FittedMethod {
  const wrapped: Record<string, unknown> = { ...fitted }
  for (const name of ['fill', 'fillWithDeviations']) {
    const own = wrapped[name]
    if (typeof own === 'function') wrapped[name] = once(own as (series: TimeSeries) => unknown)
  }
  return wrapped as unknown as FittedMethod
}

function once<Result>(make: (series: TimeSeries) => Result): (series: TimeSeries) => Result {
  const made = new WeakMap<TimeSeries, Result>()
  return (series) => {
    if (!made.has(series)) made.set(series, make(series))
    return made.get(series)!
  }
}

/** As {@link remembered}, of a method that forecasts each series at the same times. */
export function rememberedForecaster(method: ForecastingMethod): ForecastingMethod {
  const fits = new WeakMap<readonly TimeSeries[], ReturnType<ForecastingMethod['fit']>>()
  return {
    ...method,
    fit(training) {
      if (!fits.has(training)) {
        const { forecast, deviations, ...rest } = method.fit(training)
        const own = { ...rest, forecast: onceAt(forecast), ...(deviations && { deviations: onceAt(deviations) }) }
        fits.set(training, own)
      }
      return fits.get(training)!
    },
  }
}

function onceAt<Result>(make: (series: TimeSeries, at: Float64Array) => Result) {
  const made = new WeakMap<TimeSeries, WeakMap<Float64Array, Result>>()
  return (series: TimeSeries, at: Float64Array): Result => {
    const known = made.get(series) ?? new WeakMap<Float64Array, Result>()
    made.set(series, known)
    if (!known.has(at)) known.set(at, make(series, at))
    return known.get(at)!
  }
}
