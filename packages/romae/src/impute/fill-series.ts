import type { Engine } from '@romae/engine'
import type { TimeSeries } from '@romae/timeseries'
import type { FillingMethod } from '@romae/timeseries/baselines'
import type { Calibration } from '@romae/timeseries/uncertainty'
import type { Note } from '@romae/trainer'
import type { Scales } from '../uncertainty/scales.ts'
import { orNote } from '../uncertainty/tested-intervals.ts'
import { withinBounds } from './bounds.ts'
import type { Evaluation } from './evaluation.ts'
import { type BestFilled, fillByBest } from './fill.ts'
import { type FilledIntervals, intervalsOf } from './filled-intervals.ts'
import { type ImputingModels, imputeAll } from './impute.ts'
import { MODEL } from './methods.ts'
import { modelWidths } from './widths.ts'

/** What fills gaps, and how. */
export interface FillingRule {
  readonly imputer: ImputingModels
  /** What the model and the baselines did on what was held out; null where nothing was. */
  readonly evaluation: Evaluation | null
  /** Whether each cell is filled by the method that did best. */
  readonly isBest: boolean
  readonly methods: readonly FillingMethod[]
  readonly scales: Scales
  readonly coverage: number
  /** Null: there are no intervals. */
  readonly calibration: Calibration | null
}

/** Series without gaps, as far as they could be filled. */
export interface FilledSeries {
  readonly filled: readonly TimeSeries[]
  /** Null where each value is the model's. */
  readonly best: BestFilled | null
  readonly intervals: FilledIntervals | null
}

/** Fills the gaps of series, and says how sure each value is. */
export async function fillSeries(
  series: readonly TimeSeries[],
  { imputer, evaluation, isBest, methods, scales, coverage, calibration }: FillingRule,
  run: {
    readonly engine: Engine
    readonly note: (text: string) => void
    readonly onNote: (note: Note) => void
  },
): Promise<FilledSeries> {
  const byModel = await imputeAll(imputer, series, run.engine, run.onNote)
  const best = isBest && evaluation !== null ? await fillByBest(series, byModel, evaluation, methods, run.note) : null
  const unbounded = best?.filled ?? byModel.filled
  const cells = {
    names: evaluation?.methods ?? [MODEL],
    methodAt: (place: number, channel: number, row: number) =>
      best === null ? 0 : best.origins[place]![channel]![row]!,
    widths: best?.widths ?? modelWidths(byModel.widths),
    ...scales,
  }
  const intervals =
    calibration === null
      ? null
      : orNote(run.note, () => intervalsOf(series, unbounded, { coverage, calibration }, cells))
  return { filled: withinBounds(series, unbounded, scales.links), best, intervals }
}
