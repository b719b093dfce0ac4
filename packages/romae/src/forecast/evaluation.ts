import type { Engine } from '@romae/engine'
import { type ChannelForecastErrors, forecastErrors, type TimeSeries } from '@romae/timeseries'
import { type ForecastingMethod, seasonalNaive } from '@romae/timeseries/baselines'
import { byChoice, choose, type ForecastChoice } from './best.ts'
import { type Forecasts, forecastByBaselines, withModel } from './methods.ts'
import { type Forecaster, forecastByModels } from './model-forecasts.ts'
import type { Part, Parts } from './parts.ts'

/** How the model and the baselines forecast what was kept from training. */
export interface ForecastEvaluation {
  readonly choosing: Part
  readonly reporting: Part
  /** Names, the model first. */
  readonly methods: readonly string[]
  /** `[method][channel]`, of the later part. */
  readonly errors: readonly (readonly ChannelForecastErrors[])[]
  /** Chosen on the earlier part, and its errors on the later one, by channel. */
  readonly choice: ForecastChoice
  readonly ofChoice: readonly ChannelForecastErrors[]
}

export interface ForecastEvaluationOptions {
  readonly methods: readonly ForecastingMethod[]
  readonly isAsked: boolean
  readonly engine: Engine
  readonly note: (text: string) => void
}

/** Forecasts from all origins by all methods. Baselines learn from what training saw. */
export async function evaluateForecasts(
  forecaster: Forecaster,
  kept: readonly TimeSeries[],
  { choosing, reporting }: NonNullable<Parts['tested']>,
  { methods, isAsked, engine, note }: ForecastEvaluationOptions,
): Promise<ForecastEvaluation> {
  const parts = [choosing, reporting].map((part) => within(part, forecaster, note))
  const groups = parts.map(({ origins }) => origins)
  const byBaselines = await forecastByBaselines(methods, kept, groups, { isAsked, note })
  const all: Forecasts[] = []
  for (const [index, origins] of groups.entries()) {
    all.push(withModel(await forecastByModels(forecaster, origins, engine), byBaselines[index]!))
  }
  const errorsOf = (index: number) =>
    [...all[index]!.values()].map((forecasts) => forecastErrors(groups[index]!, forecasts))
  const choice = choose(errorsOf(0))
  const forecasts = [...all[1]!.values()]
  const best = groups[1]!.map(
    (_, origin) =>
      byChoice(
        choice,
        forecasts.map((some) => some[origin]!),
      ).forecast,
  )
  return {
    choosing: parts[0]!,
    reporting: parts[1]!,
    methods: [...all[1]!.keys()],
    errors: errorsOf(1),
    choice,
    ofChoice: forecastErrors(groups[1]!, best),
  }
}

/** Without the origins at a gap of the file, whose targets are further away than the model was trained for. */
function within(part: Part, { longest, known }: Forecaster, note: (text: string) => void): Part {
  const origins = part.origins.filter(({ series, at }) => {
    const ends = series.channels
      .filter(({ name }) => !known.includes(name!))
      .map(({ times, values }) => times[values.findLastIndex((value) => !Number.isNaN(value))])
    return at.at(-1)! - Math.max(...ends.filter((time) => time !== undefined)) <= longest
  })
  const left = part.origins.length - origins.length
  if (left > 0) note(`${left} of ${part.origins.length} origins are left out: a gap makes their horizon too long`)
  return { ...part, origins }
}

/** The mean absolute error in parts of that of the seasonal naive forecast; null where that is not among the methods. */
export function relativeErrors({ methods, errors }: ForecastEvaluation, channel: number): readonly (number | null)[] {
  const reference = methods.indexOf(seasonalNaive.name)
  if (reference === -1) return methods.map(() => null)
  return errors.map((ofMethod) => ofMethod[channel]!.mae / errors[reference]![channel]!.mae)
}
