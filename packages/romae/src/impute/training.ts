import type { TimeSeries } from '@romae/timeseries'
import { describeSpan, describeTime, type SeriesData } from '@romae/timeseries/modality'
import { pretrain, type TrainingOptions } from '@romae/trainer/node'
import { errors } from '../errors.ts'
import { runModels } from '../run/run-models.ts'
import { seedRuns } from '../run/seeds.ts'
import type { Session } from '../run/session.ts'
import { usualBatchSize } from '../samples/batch-size.ts'
import { printWarnings } from '../samples/fit-tokenizer.ts'
import { applySettings } from '../settings/apply-settings.ts'
import { pretrainingOptions } from '../settings/to-options.ts'
import { print } from '../terminal/print.ts'
import { recordedData } from './earlier-runs.ts'
import { defaultPattern, describePattern, holdOut } from './held-out-pattern.ts'
import type { ImputingModels } from './impute.ts'
import { maskRatioFor, patternsLike } from './mask-patterns.ts'
import type { ImputeOptions } from './options.ts'
import { imputeRecord, imputeSchema, imputeSettings } from './settings.ts'
import { simulatedCopies, withSimulated } from './simulated.ts'
import { cutTraining, trainingSet } from './training-set.ts'

/** A training that is ready to begin. */
export type Training = Awaited<ReturnType<typeof prepareTraining>>

/**
 * Decides what is trained on and how, and prints it.
 *
 * @param folder the run's: one that is resumed holds the same values out
 * @throws RomaeError `APP_SETTING_NO_EFFECT` for a choice of methods without held-out values
 */
export async function prepareTraining(series: readonly TimeSeries[], given: ImputeOptions, folder: string) {
  const short = [
    ['data.window', given.window],
    ['data.heldOut', given.heldOut],
    ['data.heldOutPattern', given.heldOutPattern],
    ['pretraining.steps', given.steps],
    ['pretraining.batchSize', given.batch],
    ['pretraining.learningRate', given.rate],
  ].flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]))
  const chosen = applySettings(imputeSettings, imputeSchema, [...short, ...given.set])
  if (given.best && chosen.data.heldOut === 0) {
    const reason = 'a method is chosen by the error on held-out values, and there are none'
    throw errors.APP_SETTING_NO_EFFECT({ key: '--best', where: 'with --held-out 0', reason })
  }
  const [first] = seedRuns(folder, { ...given, seeds: given.models })
  const earlier = given.resume ? await recordedData(first!.folder) : null
  const heldOutPattern = chosen.data.heldOutPattern ?? earlier?.heldOutPattern ?? defaultPattern(series)
  const trials = holdOut(series, heldOutPattern, chosen.data.heldOut, given.seed)
  const estimate = chosen.data.estimate ?? earlier?.estimate ?? 'smoother'
  const asked = { window: chosen.data.window, timeUnit: chosen.tokenizer.timeUnit, estimate }
  const [{ kept }] = trials
  const { window, tokenizer, samples: real } = await trainingSet(series, kept, asked)
  // What a smoother knows the model has from the estimate, and need not learn from what it simulates.
  const batchSize = chosen.pretraining.batchSize ?? usualBatchSize(real)
  // Windows that a training sees in all; 0 of one that is as long as its data.
  const drawn = (chosen.pretraining.steps ?? 0) * batchSize
  const usual = estimate === 'none' ? simulatedCopies(kept, real.length, drawn) : 0
  const simulated = chosen.data.simulated ?? earlier?.simulated ?? usual
  const samples = await withSimulated(kept, real, { copies: simulated, seed: given.seed }, (some) =>
    cutTraining(some, window),
  )
  const maskRatio = chosen.pretraining.maskRatio ?? earlier?.maskRatio ?? maskRatioFor(heldOutPattern)
  const experiment = {
    ...chosen,
    data: { ...chosen.data, window, heldOutPattern, simulated, estimate },
    pretraining: { ...chosen.pretraining, maskRatio, batchSize },
  }
  const { maskTogether } = chosen.pretraining
  print(describeTime(tokenizer.options))
  print(
    `a window is ${describeSpan(window, tokenizer.options.timeUnit)}: the time that the model sees at once (--window)`,
  )
  if (chosen.data.heldOut > 0) print(`held out from training: ${describePattern(heldOutPattern)} (--held-out-pattern)`)
  if (simulated > 0) {
    print(`half of the windows are simulated, ${simulated} for each of the file's own (--set data.simulated)`)
  }
  printWarnings(tokenizer)
  const options = (training: TrainingOptions) => ({
    tokenizer,
    samples,
    ...(maskTogether == null && { maskPatterns: patternsLike(series, 1, window / tokenizer.options.time.unit) }),
    ...pretrainingOptions(experiment, training),
  })
  return { experiment, window, trials, timeUnit: tokenizer.options.time.unit, options }
}

/** Models that were trained, and the folders of their runs. */
export interface Trained {
  readonly imputer: ImputingModels
  readonly folders: readonly string[]
}

/** Trains in the run's folder, or in one within it for each of several models; or takes what is there. */
export async function train(
  { experiment, window, timeUnit, options }: Training,
  read: SeriesData,
  folder: string,
  given: ImputeOptions,
  session: Session,
): Promise<Trained> {
  const settings = { experiment: imputeRecord(experiment, read, timeUnit), targetScale: null }
  const start = (training: TrainingOptions) => pretrain(options(training))
  const { models, folders } = await runModels(folder, { settings, start }, given, session)
  return { imputer: { models, window }, folders }
}
