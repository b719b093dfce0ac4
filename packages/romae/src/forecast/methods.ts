import { turn } from '@romae/internal/platform'
import type { ForecastTask, TimeSeries } from '@romae/timeseries'
import { type ForecastingMethod, forecasters, vectorAutoregression } from '@romae/timeseries/baselines'
import { errors } from '../errors.ts'
import { meanOf } from '../impute/mean-of.ts'
import { MODEL } from '../impute/methods.ts'
import { modelWidths, type Widths, type WidthsByMethod, withWidthsOfMean } from '../impute/widths.ts'
import type { ModelForecasts } from './model-forecasts.ts'

/** Multiplications that a baseline may take without being asked for: about a minute. */
const MOST_WORK = 3e10

/** The mean of the model and the autoregression: they err in different ways, so that it often errs less than either. */
const MEAN = `${MODEL}+${vectorAutoregression.name}`

/** The baselines of `--methods`, in their own order; all without it. @throws RomaeError `APP_METHOD_UNKNOWN` */
export function chooseForecasters(names: readonly string[] | undefined): readonly ForecastingMethod[] {
  if (names === undefined) return forecasters
  const known = forecasters.map(({ name }) => name)
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined) throw errors.APP_METHOD_UNKNOWN({ name: unknown, known })
  return forecasters.filter(({ name }) => names.includes(name))
}

/** By method: one forecast a task. */
type Forecasts = ReadonlyMap<string, readonly TimeSeries[]>

/** What methods forecast, not brought within bounds, and how far off those may be that know. */
export interface MethodForecasts {
  readonly forecasts: Forecasts
  readonly widths: WidthsByMethod
}

/**
 * What baselines forecast. One that fails, or would take too long and was not asked for, is said and left out.
 *
 * @param training as far as they may learn
 * @param tasks in groups, such as those of several parts
 * @returns the same groups
 */
export async function forecastByBaselines(
  methods: readonly ForecastingMethod[],
  training: readonly TimeSeries[],
  tasks: readonly (readonly ForecastTask[])[],
  { isAsked, note }: { readonly isAsked: boolean; readonly note: (text: string) => void },
): Promise<readonly MethodForecasts[]> {
  const found = tasks.map(() => ({
    forecasts: new Map<string, readonly TimeSeries[]>(),
    widths: new Map<string, readonly Widths[]>(),
  }))
  for (const { name, label, fit, work } of methods) {
    if (!isAsked && (work?.(training) ?? 0) > MOST_WORK) {
      note(`${label} is left out: it would take minutes here; --methods ${name} takes it`)
      continue
    }
    // A signal is heard between methods.
    await turn()
    try {
      const { forecast, deviations } = fit(training)
      const all = tasks.map((some) => ({
        forecasts: some.map(({ series, at }) => forecast(series, at)),
        deviations: deviations && some.map(({ series, at }) => deviations(series, at)),
      }))
      all.forEach((one, index) => {
        found[index]!.forecasts.set(name, one.forecasts)
        const widths = one.deviations?.map((own): Widths => ({ below: own, above: own }))
        if (widths !== undefined) found[index]!.widths.set(name, widths)
      })
    } catch (cause) {
      note(`${label} is left out: ${cause instanceof Error ? cause.message : String(cause)}`)
    }
  }
  return found
}

/** Those of the model by its name. */
export function ofModel({ forecasts, widths }: ModelForecasts): MethodForecasts {
  return { forecasts: new Map([[MODEL, forecasts]]), widths: modelWidths(widths) }
}

/** The model's forecasts, those of baselines, and the mean of the model and the autoregression where that is there. */
export function withModel(byModel: ModelForecasts, byBaselines: MethodForecasts): MethodForecasts {
  const other = vectorAutoregression.name
  const own = ofModel(byModel)
  const smoothed = byBaselines.forecasts.get(other)
  const mean = smoothed?.map((one, index) => meanOf(byModel.forecasts[index]!, one))
  return {
    forecasts: new Map([
      ...own.forecasts,
      ...byBaselines.forecasts,
      ...(mean === undefined ? [] : [[MEAN, mean] as const]),
    ]),
    widths: withWidthsOfMean(new Map([...own.widths, ...byBaselines.widths]), other, MEAN),
  }
}
