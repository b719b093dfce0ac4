import type { TimeSeries } from '@romae/timeseries'
import type { Scales } from '../uncertainty/scales.ts'
import { type Evaluation, type EvaluationOptions, evaluate } from './evaluation.ts'
import { defaultPattern, holdOut } from './held-out-pattern.ts'
import type { ImputingModels } from './impute.ts'
import { imputeSettings } from './settings.ts'

/** How far off models that are there are on held-out values of the series that they fill, for intervals; and a note that says so. */
export async function calibrateAnew(
  imputer: ImputingModels,
  series: readonly TimeSeries[],
  /** Why it is not as the models' run calibrated. */
  { scales, reason }: { readonly scales: Scales; readonly reason: string },
  options: Pick<EvaluationOptions, 'seed' | 'coverage' | 'engine' | 'note' | 'onNote'>,
): Promise<Evaluation> {
  const what = 'intervals are calibrated on held-out values of this file'
  options.note(`${reason}: ${what}, and too narrow if the model was trained on them`)
  const trials = holdOut(series, defaultPattern(series), imputeSettings.data.heldOut, options.seed)
  return evaluate(imputer, trials, { ...options, methods: [], isAsked: false, isBest: false, scales })
}
