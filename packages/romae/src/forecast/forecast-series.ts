import type { Engine } from '@romae/engine'
import type { TimeSeries } from '@romae/timeseries'
import type { ForecastingMethod } from '@romae/timeseries/baselines'
import type { Calibration } from '@romae/timeseries/uncertainty'
import type { Note } from '@romae/trainer'
import type { FilledIntervals } from '../impute/filled-intervals.ts'
import { MODEL } from '../impute/methods.ts'
import type { Scales } from '../uncertainty/scales.ts'
import { orNote } from '../uncertainty/tested-intervals.ts'
import { byChoice } from './best.ts'
import { boundedForecast } from './bounded.ts'
import type { ForecastEvaluation } from './evaluation.ts'
import { forecastIntervals } from './intervals.ts'
import { forecastByBaselines, ofModel, withModel } from './methods.ts'
import { type Forecaster, forecastByModels } from './model-forecasts.ts'
import { type NextRows, nextRows } from './next-rows.ts'

/** What forecasts series, and how. */
export interface ForecastRule {
  readonly forecaster: Forecaster
  /** Rows that are forecast. */
  readonly horizon: number
  /** What the model and the baselines did on rows that training did not see; null where nothing is known of that. */
  readonly evaluation: ForecastEvaluation | null
  /** Whether each value is forecast by the method that did best. */
  readonly isBest: boolean
  readonly methods: readonly ForecastingMethod[]
  /** Whether the methods were named by the user. */
  readonly isAsked: boolean
  readonly scales: Scales
  readonly coverage: number
  /** Null: there are no intervals. */
  readonly calibration: Calibration | null
}

/** What comes next, one of each for every series of which anything is known. */
export interface SeriesForecasts {
  readonly next: readonly NextRows[]
  readonly forecasts: readonly TimeSeries[]
  readonly intervals: FilledIntervals | null
}

/** Says what comes next in series, and how sure each value is. */
export async function forecastSeries(
  series: readonly TimeSeries[],
  { forecaster, horizon, evaluation, isBest, methods, isAsked, scales, coverage, calibration }: ForecastRule,
  run: {
    readonly engine: Engine
    readonly note: (text: string) => void
    readonly onNote: (note: Note) => void
  },
): Promise<SeriesForecasts> {
  const { known } = forecaster
  const next = nextOf(series, horizon, known, run.note)
  const byModel = await forecastByModels(forecaster, next, run.engine, run.onNote)
  let by = ofModel(byModel)
  let unbounded = byModel.forecasts
  if (isBest && evaluation !== null) {
    const [byBaselines] = await forecastByBaselines(methods, series, [next], { isAsked, note: run.note })
    by = withModel(byModel, byBaselines!)
    unbounded = chosen(evaluation, by.forecasts)
  }
  const alone = { coverage, ...scales, known, methods: [MODEL], methodAt: () => 0 }
  const rule = evaluation?.rule ?? alone
  return {
    next,
    forecasts: unbounded.map((one) => boundedForecast(one, scales.links, known)),
    intervals:
      calibration === null
        ? null
        : orNote(run.note, () => forecastIntervals(next, by, { coverage, calibration }, rule)),
  }
}

function nextOf(
  series: readonly TimeSeries[],
  horizon: number,
  known: readonly string[],
  note: (text: string) => void,
): NextRows[] {
  return series.flatMap((one) => {
    const next = nextRows(one, horizon, known)
    if (next === null) note(`series "${one.id}" is left out: nothing of it is known`)
    return next ?? []
  })
}

/** By the methods that were chosen; one that failed on all of the file, though it did not on less, gives way to the next. */
function chosen({ methods, choice }: ForecastEvaluation, forecasts: ReadonlyMap<string, readonly TimeSeries[]>) {
  const left = methods.flatMap((name, method) => (forecasts.has(name) ? [method] : []))
  const possible = choice.map((steps) => steps.map((order) => order.filter((method) => left.includes(method))))
  const [byModel] = forecasts.values()
  return byModel!.map(
    (_, index) =>
      byChoice(
        possible,
        methods.map((name) => (forecasts.get(name) ?? byModel!)[index]!),
      ).forecast,
  )
}
