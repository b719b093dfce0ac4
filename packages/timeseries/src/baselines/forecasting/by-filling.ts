import { checkSeries } from '../../series/check-series.ts'
import type { FillingMethod } from '../method.ts'
import { atTimes, withFuture } from './future-rows.ts'
import type { ForecastingMethod } from './method.ts'

/**
 * A method of filling gaps as one of forecasting: the future is a gap at the end.
 *
 * @param entries of the past of each channel that are looked at, from the last one back
 */
export function byFilling(
  method: FillingMethod,
  { name, label, entries }: { readonly name: string; readonly label: string; readonly entries: number },
): ForecastingMethod {
  return {
    name,
    label,
    fit(training) {
      const fitted = method.fit(training)
      return {
        forecast(history, at) {
          checkSeries(history)
          return atTimes(fitted.fill(withFuture(history, at, entries)), at)
        },
      }
    },
    ...(method.work !== undefined && { work: (series) => method.work!(series) }),
  }
}
