import { checkSeries } from '../../series/check-series.ts'
import type { TimeSeries } from '../../series/series.ts'
import type { FittedSmoother } from '../kalman.ts'
import type { FillingMethod } from '../method.ts'
import { atTimes, withFuture } from './future-rows.ts'
import type { ForecastingMethod } from './method.ts'

/** A state that has seen so many values is as sure as it will be. */
const SURE_AFTER = 100

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
        ...('fillWithDeviations' in fitted && {
          deviations: (history, at) => deviationsAt(fitted as FittedSmoother, history, at),
        }),
      }
    },
    ...(method.work !== undefined && { work: (series) => method.work!(series) }),
  }
}

function deviationsAt(fitted: FittedSmoother, history: TimeSeries, at: Float64Array): Float64Array[] {
  checkSeries(history)
  const { filled, deviations } = fitted.fillWithDeviations(withFuture(history, at, SURE_AFTER))
  // What is filled is on the merged times of all channels.
  const rowOf = new Map(Array.from(filled.channels[0]!.times, (time, row) => [time, row]))
  return deviations.map((column) => at.map((time) => column[rowOf.get(time)!]!))
}
