import type { TimeSeries } from '@romae/timeseries'
import { describeSpan, describeTime } from '@romae/timeseries/modality'
import type { PretrainOptions, TrainingOptions } from '@romae/trainer'
import { errors } from '../errors.ts'
import { usualBatchSize } from '../samples/batch-size.ts'
import { pretrainingOptions } from '../settings/to-options.ts'
import { evaluateEvery, validationOf } from './early-stopping.ts'
import { defaultPattern, describePattern, type HeldOutTrials, holdOut } from './held-out-pattern.ts'
import { maskRatioFor, patternsLike } from './mask-patterns.ts'
import type { ImputeExperiment } from './settings.ts'
import { simulatedCopies, withSimulated } from './simulated.ts'
import { cutTraining, type TrainingSet, trainingSet } from './training-set.ts'

/** What a run that is gone on with was begun with, where a new one would have something else. */
export interface Recorded {
  /** `EARLIER` of a version without patterns, whose draws it needs. */
  readonly heldOutPattern: string | null
  /** 0 of a version that simulated no series. */
  readonly simulated: number | null
  /** A half, of a version that knew no other. */
  readonly maskRatio: number | null
  /** `none` of a version whose tokenizers had no estimate. */
  readonly estimate: 'none' | null
}

/** A training for filling gaps, with all that is decided by the series. */
export interface ImputeTraining {
  readonly experiment: ImputeExperiment & {
    readonly pretraining: { readonly maskRatio: number; readonly batchSize: number }
  }
  /** The time that the model sees at once. */
  readonly window: number
  readonly trials: HeldOutTrials
  /** The span of one step of the time axis. */
  readonly timeUnit: number
  readonly tokenizer: TrainingSet['tokenizer']
  /** What there is to know of it, for its user. */
  readonly lines: readonly string[]
  /** For `pretrain`. @param training where it runs, and what it keeps */
  options(training: TrainingOptions): PretrainOptions<TimeSeries>
}

/**
 * Decides what is trained on and how, of series whose gaps are to be filled.
 *
 * @param earlier what the run that is gone on with has instead
 * @throws RomaeError `APP_WINDOW`, and what the series lack that holding out needs
 */
export async function planTraining(
  series: readonly TimeSeries[],
  chosen: ImputeExperiment,
  { seed, earlier = null }: { readonly seed: number; readonly earlier?: Recorded | null },
): Promise<ImputeTraining> {
  const heldOutPattern = chosen.data.heldOutPattern ?? earlier?.heldOutPattern ?? defaultPattern(series)
  const trials = holdOut(series, heldOutPattern, chosen.data.heldOut, seed)
  const estimate = chosen.data.estimate ?? earlier?.estimate ?? 'smoother'
  const asked = { window: chosen.data.window, timeUnit: chosen.tokenizer.timeUnit, estimate }
  const [{ kept: known }] = trials
  const { earlyStopping: fraction } = chosen.data
  const validation = fraction > 0 ? validationOf(known, { pattern: heldOutPattern, fraction, seed }) : null
  const kept = validation?.kept ?? known
  const { window, tokenizer, samples: real } = await trainingSet(series, kept, asked)
  // What a smoother knows the model has from the estimate, and need not learn from what it simulates.
  const batchSize = chosen.pretraining.batchSize ?? usualBatchSize(real)
  // Windows that a training sees in all; 0 of one that is as long as its data.
  const drawn = (chosen.pretraining.steps ?? 0) * batchSize
  const usual = estimate === 'none' ? simulatedCopies(kept, real.length, drawn) : 0
  const simulated = chosen.data.simulated ?? earlier?.simulated ?? usual
  const samples = await withSimulated(kept, real, { copies: simulated, seed }, (some) => cutTraining(some, window))
  const evaluation = validation?.evaluation(window) ?? null
  if (validation !== null && evaluation === null) {
    const reason = 'no window has a value that was kept from training and one beside it'
    throw errors.APP_SETTING_NO_EFFECT({ key: '--early-stopping', where: `with a window of ${window}`, reason })
  }
  const maskRatio = chosen.pretraining.maskRatio ?? earlier?.maskRatio ?? maskRatioFor(heldOutPattern)
  const experiment = {
    ...chosen,
    data: { ...chosen.data, window, heldOutPattern, simulated, estimate },
    pretraining: { ...chosen.pretraining, maskRatio, batchSize },
  }
  const { maskTogether } = chosen.pretraining
  const { time, timeUnit } = tokenizer.options
  const lines = [
    describeTime(tokenizer.options),
    `a window is ${describeSpan(window, timeUnit)}: the time that the model sees at once (--window)`,
    ...(chosen.data.heldOut > 0
      ? [`held out from training: ${describePattern(heldOutPattern)} (--held-out-pattern)`]
      : []),
    ...(evaluation === null
      ? []
      : [
          `kept from training to end it where they are filled best: ${100 * fraction} % of the other values (--early-stopping)`,
        ]),
    ...(simulated > 0
      ? [`half of the windows are simulated, ${simulated} for each of the file's own (--set data.simulated)`]
      : []),
  ]
  const options = (training: TrainingOptions) => ({
    tokenizer,
    samples,
    ...(evaluation !== null && { evaluation: { ...evaluation, every: evaluateEvery(chosen.pretraining.steps) } }),
    ...(maskTogether == null && { maskPatterns: patternsLike(series, 1, window / time.unit) }),
    ...pretrainingOptions(experiment, training),
  })
  return { experiment, window, trials, timeUnit: time.unit, tokenizer, lines, options }
}
