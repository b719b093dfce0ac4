import type { TimeSeries } from '@romae/timeseries'
import type { FillingMethod, FittedMethod } from '@romae/timeseries/baselines'

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
