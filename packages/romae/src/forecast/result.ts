import type { ForecastError } from '@romae/timeseries'
import { type ForecastEvaluation, relativeErrors } from './evaluation.ts'

/** The errors on the later origins as plain data, by the names of channels and methods. */
export function resultOf(channels: readonly string[], evaluation: ForecastEvaluation) {
  const { methods, errors, ofChoice, choice, choosing, calibrating, reporting } = evaluation
  const named = <Value>(values: readonly Value[]) =>
    Object.fromEntries(methods.map((name, index) => [name, values[index]!]))
  const figures = (byMethod: readonly ForecastError[]) => ({
    count: byMethod[0]!.count,
    rmse: named(byMethod.map(({ rmse }) => rmse)),
    mae: named(byMethod.map(({ mae }) => mae)),
  })
  return {
    origins: {
      choosing: { count: choosing.origins.length, every: choosing.every },
      ...(calibrating !== null && { calibrating: { count: calibrating.origins.length, every: calibrating.every } }),
      reporting: { count: reporting.origins.length, every: reporting.every },
    },
    errors: channels.map((channel, index) => {
      const own = errors.map((one) => one[index]!)
      return {
        channel,
        ...figures(own),
        relativeMae: named(relativeErrors(evaluation, index)),
        best: { rmse: ofChoice[index]!.rmse, mae: ofChoice[index]!.mae },
        byHorizon: own[0]!.byHorizon.map((_, step) => ({
          ahead: step + 1,
          ...figures(own.map((one) => one.byHorizon[step]!)),
          chosen: methods[choice[index]![step]![0]!]!,
        })),
      }
    }),
  }
}
