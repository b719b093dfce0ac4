import {
  changedSamples,
  finetuningOptions,
  pretrainingOptions,
  printWarnings,
  type RunOptions,
  runTwoStages,
  type SeedRun,
  type Session,
  type TwoStages,
} from '@romae/app-common'
import { dropTimestampsOfSplit, readUea, type TimeSeries, type TimeSeriesTokenizer } from '@romae/timeseries'
import { type ClassificationMetrics, classificationMetrics, classify, type PredictionModel } from '@romae/trainer/node'
import { augmentation } from '../modality/augmentation.ts'
import { fitTokenizer } from '../modality/series-tokenizer.ts'
import type { UeaExperiment } from './settings.ts'

/** The two official splits of a UEA data set. */
export interface UeaSplits {
  readonly classes: readonly string[]
  readonly train: readonly TimeSeries[]
  readonly test: readonly TimeSeries[]
}

/** What one seed gave. */
export interface UeaResult {
  readonly seed: number
  readonly metrics: ClassificationMetrics
  readonly model: PredictionModel
}

/** @param folder holds `<name>_TRAIN.ts` and `<name>_TEST.ts` */
export async function readSplits(folder: string, name: string): Promise<UeaSplits> {
  const [train, test] = await Promise.all(['TRAIN', 'TEST'].map((split) => readUea(`${folder}/${name}_${split}.ts`)))
  return { classes: train!.header.classLabels ?? [], train: train!.series, test: test!.series }
}

/** Both runs of one seed, before either has begun. */
export interface UeaStages extends TwoStages<TimeSeries> {
  readonly tokenizer: TimeSeriesTokenizer<unknown>
  readonly test: readonly TimeSeries[]
}

/**
 * Drops time stamps of both splits, each its own; statistics come from the training split alone. What the settings change at
 * random in fine-tuning is a matter of the training split too.
 */
export async function ueaStages(splits: UeaSplits, experiment: UeaExperiment, seed: number): Promise<UeaStages> {
  const { dropped: fraction } = experiment.data
  const drop = (split: 'train' | 'test') => dropTimestampsOfSplit(splits[split], { split, fraction, seed })
  const train = drop('train')
  const tokenizer = fitTokenizer(train, experiment.tokenizer)
  printWarnings(tokenizer)
  const change = augmentation(experiment.data)
  const changed = change === null ? train : await changedSamples(train, tokenizer, change, experiment.data)
  return {
    tokenizer,
    test: drop('test'),
    pretraining: (training) => ({
      tokenizer,
      samples: train,
      ...pretrainingOptions(experiment, { ...training, seed }),
    }),
    finetuning: (pretrained, training) => ({
      tokenizer,
      samples: changed,
      labels: train.map(({ label }) => label!),
      classes: splits.classes,
      labelSmoothing: experiment.finetuning.labelSmoothing,
      ...finetuningOptions(experiment, pretrained, { ...training, seed }),
    }),
  }
}

/**
 * Pre-trains on the training split without labels, fine-tunes on it with them, and evaluates the last model once on the
 * test split, in evaluation mode. Nothing is chosen on the test split.
 */
export async function runUea(
  splits: UeaSplits,
  experiment: UeaExperiment,
  place: SeedRun,
  session: Session,
  options: Pick<RunOptions, 'resume' | 'overwrite' | 'saveEvery'>,
): Promise<UeaResult> {
  const { seed } = place
  const { tokenizer, test, ...stages } = await ueaStages(splits, experiment, seed)
  const model = await runTwoStages(stages, { experiment, targetScale: null }, place, session, options)
  const predictions = await classify(model, tokenizer, test, { engine: session.engine })
  const metrics = classificationMetrics(
    predictions.map(({ label }) => label),
    test.map(({ label }) => label!),
    splits.classes,
  )
  return { seed, metrics, model }
}
