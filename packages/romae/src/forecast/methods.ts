import { setImmediate } from 'node:timers/promises'
import type { ForecastTask, TimeSeries } from '@romae/timeseries'
import { type ForecastingMethod, forecasters, vectorAutoregression } from '@romae/timeseries/baselines'
import { errors } from '../errors.ts'
import { meanOf } from '../impute/mean-of.ts'
import { MODEL } from '../impute/methods.ts'

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
export type Forecasts = ReadonlyMap<string, readonly TimeSeries[]>

/**
 * What baselines forecast. One that fails, or would take too long and was not asked for, is said and left out.
 *
 * @param training as far as they may learn
 * @param tasks in groups, such as those of two parts
 * @returns the same groups
 */
export async function forecastByBaselines(
  methods: readonly ForecastingMethod[],
  training: readonly TimeSeries[],
  tasks: readonly (readonly ForecastTask[])[],
  { isAsked, note }: { readonly isAsked: boolean; readonly note: (text: string) => void },
): Promise<Map<string, readonly TimeSeries[]>[]> {
  const found = tasks.map(() => new Map<string, readonly TimeSeries[]>())
  for (const { name, label, fit, work } of methods) {
    if (!isAsked && (work?.(training) ?? 0) > MOST_WORK) {
      note(`${label} is left out: it would take minutes here; --methods ${name} takes it`)
      continue
    }
    // A signal is heard between methods.
    await setImmediate()
    try {
      const fitted = fit(training)
      const all = tasks.map((some) => some.map(({ series, at }) => fitted.forecast(series, at)))
      all.forEach((forecasts, index) => {
        found[index]!.set(name, forecasts)
      })
    } catch (cause) {
      note(`${label} is left out: ${cause instanceof Error ? cause.message : String(cause)}`)
    }
  }
  return found
}

/** The model's forecasts, those of baselines, and the mean of the model and the autoregression where that is there. */
export function withModel(byModel: readonly TimeSeries[], byBaselines: Forecasts): Forecasts {
  const smoother = byBaselines.get(vectorAutoregression.name)
  const mean =
    smoother === undefined ? [] : ([[MEAN, byModel.map((one, index) => meanOf(one, smoother[index]!))]] as const)
  return new Map([[MODEL, byModel], ...byBaselines, ...mean])
}
