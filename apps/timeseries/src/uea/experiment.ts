import { join } from 'node:path'
import {
  finetuningOptions,
  pretrainingOptions,
  type RunOptions,
  runStage,
  type SeedRun,
  type Session,
} from '@romae/app-common'
import { dropTimestampsOfSplit, readUea, type TimeSeries, type TimeSeriesTokenizer } from '@romae/timeseries'
import {
  type ClassificationMetrics,
  classificationMetrics,
  classify,
  type FinetuneOptions,
  finetune,
  type PredictionModel,
  type PretrainedModel,
  type PretrainOptions,
  pretrain,
  type TrainingOptions,
} from '@romae/trainer'
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
export interface UeaStages {
  readonly tokenizer: TimeSeriesTokenizer<unknown>
  readonly test: readonly TimeSeries[]
  pretraining(training: TrainingOptions): PretrainOptions<TimeSeries>
  finetuning(pretrained: PretrainedModel, training: TrainingOptions): FinetuneOptions<TimeSeries>
}

/** Drops time stamps of both splits, each its own; statistics come from the training split alone. */
export function ueaStages(splits: UeaSplits, experiment: UeaExperiment, seed: number): UeaStages {
  const { dropped: fraction } = experiment.data
  const drop = (split: 'train' | 'test') => dropTimestampsOfSplit(splits[split], { split, fraction, seed })
  const train = drop('train')
  const tokenizer = fitTokenizer(train, experiment.tokenizer)
  const samples = { tokenizer, samples: train }
  return {
    tokenizer,
    test: drop('test'),
    pretraining: (training) => ({ ...samples, ...pretrainingOptions(experiment, { ...training, seed }) }),
    finetuning: (pretrained, training) => ({
      ...samples,
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
  { seed, folder, prefix }: SeedRun,
  session: Session,
  options: Pick<RunOptions, 'resume' | 'overwrite' | 'saveEvery'>,
): Promise<UeaResult> {
  const { tokenizer, test, pretraining, finetuning } = ueaStages(splits, experiment, seed)
  const settings = { experiment, targetScale: null }
  const pretrained = await runStage(
    {
      label: `${prefix}pre-training`,
      folder: join(folder, 'pretraining'),
      settings,
      start: (training) => pretrain(pretraining(training)),
    },
    session,
    options,
  )
  session.stopIfAsked(`${prefix}pre-training done`)
  const model = await runStage(
    {
      label: `${prefix}fine-tuning`,
      folder: join(folder, 'finetuning'),
      settings,
      start: (training) => finetune(finetuning(pretrained, training)),
    },
    session,
    options,
  )
  const predictions = await classify(model, tokenizer, test, { engine: session.engine })
  const metrics = classificationMetrics(
    predictions.map(({ label }) => label),
    test.map(({ label }) => label!),
    splits.classes,
  )
  return { seed, metrics, model }
}
