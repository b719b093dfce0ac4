import type { TimeSeries } from '@romae/timeseries'
import type { SeriesData } from '@romae/timeseries/modality'
import { pretrain, type TrainingOptions } from '@romae/trainer/node'
import { errors } from '../errors.ts'
import { Ranks } from '../ranks/ranks.ts'
import { runModels } from '../run/run-models.ts'
import { seedRuns } from '../run/seeds.ts'
import type { Session } from '../run/session.ts'
import { printWarnings } from '../samples/fit-tokenizer.ts'
import { applySettings } from '../settings/apply-settings.ts'
import { print } from '../terminal/print.ts'
import { recordedData } from './earlier-runs.ts'
import type { ImputingModels } from './impute.ts'
import type { ImputeOptions } from './options.ts'
import { type ImputeTraining, planTraining } from './plan-training.ts'
import { imputeRecord, imputeSchema, imputeSettings } from './settings.ts'

/**
 * Decides what is trained on and how, and prints it.
 *
 * @param folder the run's: one that is resumed holds the same values out
 * @param ranks of which the first alone reads that folder; left out where nothing is trained
 * @throws RomaeError `APP_SETTING_NO_EFFECT` for a choice of methods without held-out values
 */
export async function prepareTraining(
  series: readonly TimeSeries[],
  given: ImputeOptions,
  folder: string,
  ranks = new Ranks(null),
): Promise<ImputeTraining> {
  const short = [
    ['data.window', given.window],
    ['data.heldOut', given.heldOut],
    ['data.heldOutPattern', given.heldOutPattern],
    ['data.earlyStopping', given.earlyStopping],
    ['pretraining.steps', given.steps],
    ['pretraining.batchSize', given.batch],
    ['pretraining.learningRate', given.rate],
  ].flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]))
  const chosen = applySettings(imputeSettings, imputeSchema, [...short, ...given.set])
  if (given.best && chosen.data.heldOut === 0) {
    const reason = 'a method is chosen by the error on held-out values, and there are none'
    throw errors.APP_SETTING_NO_EFFECT({ key: '--best', where: 'with --held-out 0', reason })
  }
  const earlier = await ranks.onFirst(() => {
    const [first] = seedRuns(folder, { ...given, seeds: given.models })
    return given.resume ? recordedData(first!.folder) : null
  })
  const training = await planTraining(series, chosen, { seed: given.seed, earlier })
  for (const line of training.lines) print(line)
  printWarnings(training.tokenizer)
  return training
}

/** Models that were trained, and the folders of their runs. */
export interface Trained {
  readonly imputer: ImputingModels
  readonly folders: readonly string[]
}

/** Trains in the run's folder, or in one within it for each of several models; or takes what is there. */
export async function train(
  { experiment, window, timeUnit, options }: ImputeTraining,
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
