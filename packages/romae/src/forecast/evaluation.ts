import type { Engine } from '@romae/engine'
import { type ChannelForecastErrors, forecastErrors, type TimeSeries } from '@romae/timeseries'
import { type ForecastingMethod, seasonalNaive } from '@romae/timeseries/baselines'
import type { Note } from '@romae/trainer'
import type { Scales } from '../uncertainty/scales.ts'
import { byChoice, choose, type ForecastChoice } from './best.ts'
import { boundedForecast } from './bounded.ts'
import {
  evaluateForecastIntervals,
  type ForecastIntervalRule,
  type ForecastIntervals,
  type Tested,
} from './intervals.ts'
import { forecastByBaselines, type MethodForecasts, withModel } from './methods.ts'
import { type Forecaster, forecastByModels } from './model-forecasts.ts'
import type { Part, TestedParts } from './parts.ts'

/** How the model and the baselines forecast what was kept from training. */
export interface ForecastEvaluation extends TestedParts {
  /** Names, the model first. */
  readonly methods: readonly string[]
  /** `[method][channel]`, of the part that is reported on. */
  readonly errors: readonly (readonly ChannelForecastErrors[])[]
  /** Chosen on the first part, and its errors on the part that is reported on, by channel. */
  readonly choice: ForecastChoice
  readonly ofChoice: readonly ChannelForecastErrors[]
  /** Of what forecasts the file; null where there is too little to make them of. */
  readonly intervals: ForecastIntervals | null
  /** Of the model alone, as it forecasts other files. */
  readonly modelIntervals: ForecastIntervals | null
  /** What these are made of. */
  readonly rule: ForecastIntervalRule
}

export interface ForecastEvaluationOptions {
  readonly methods: readonly ForecastingMethod[]
  readonly isAsked: boolean
  /** Whether the file is forecast by the best methods. */
  readonly isBest: boolean
  readonly coverage: number
  readonly scales: Scales
  readonly engine: Engine
  readonly note: (text: string) => void
  readonly onNote: (note: Note) => void
}

/** Forecasts from all origins by all methods. Baselines learn from what training saw. */
export async function evaluateForecasts(
  forecaster: Forecaster,
  kept: readonly TimeSeries[],
  tested: TestedParts,
  { methods: baselines, isAsked, isBest, coverage, scales, engine, note, onNote }: ForecastEvaluationOptions,
): Promise<ForecastEvaluation | null> {
  const { known } = forecaster
  const parts = [tested.choosing, tested.reporting, ...(tested.calibrating === null ? [] : [tested.calibrating])]
  const [choosing, reporting, calibrating = null] = parts.map((part) => within(part, forecaster, note)) as [
    Part,
    Part,
    Part?,
  ]
  if (choosing.origins.length === 0 || reporting.origins.length === 0) {
    note('nothing is measured: in a part that is kept from training every origin is at a gap (--test)')
    return null
  }
  const groups = [choosing, reporting, ...(calibrating === null ? [] : [calibrating])].map(({ origins }) => origins)
  const byBaselines = await forecastByBaselines(baselines, kept, groups, { isAsked, note })
  const by: MethodForecasts[] = []
  for (const [index, origins] of groups.entries()) {
    by.push(withModel(await forecastByModels(forecaster, origins, engine, onNote), byBaselines[index]!))
  }
  const boundedBy = by.map(({ forecasts }) =>
    [...forecasts.values()].map((some) => some.map((one) => boundedForecast(one, scales.links, known))),
  )
  const errorsOf = (index: number) => boundedBy[index]!.map((forecasts) => forecastErrors(groups[index]!, forecasts))
  const choice = choose(errorsOf(0))
  const best = reporting.origins.map(
    (_, origin) =>
      byChoice(
        choice,
        boundedBy[1]!.map((some) => some[origin]!),
      ).forecast,
  )
  const methods = [...by[1]!.forecasts.keys()]
  const rule: ForecastIntervalRule = {
    coverage,
    ...scales,
    known,
    methods,
    methodAt: (channel, step, hasValue) => (isBest ? choice[channel]![step]!.find(hasValue) : 0),
  }
  const [chosenOn, reportedOn, calibratedOn] = by.map((one, index): Tested => ({ origins: groups[index]!, by: one }))
  if (calibratedOn === undefined) {
    note('there are no intervals: a third of the rows that are kept from training has no room for the horizon (--test)')
  }
  const intervalsBy = (own: ForecastIntervalRule, tellNote: (text: string) => void) => {
    if (calibratedOn === undefined) return null
    const tested = { choosing: chosenOn!, calibrating: calibratedOn, reporting: reportedOn! }
    return evaluateForecastIntervals(tested, own, tellNote)
  }
  const modelIntervals = intervalsBy({ ...rule, methodAt: () => 0 }, isBest ? () => {} : note)
  return {
    choosing,
    calibrating,
    reporting,
    methods,
    errors: errorsOf(1),
    choice,
    ofChoice: forecastErrors(reporting.origins, best),
    intervals: isBest ? intervalsBy(rule, note) : modelIntervals,
    modelIntervals,
    rule,
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
