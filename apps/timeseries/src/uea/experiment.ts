import type { Engine } from '@romae/engine'
import { dropTimestamps, readUea, type TimeSeries, timestepTokenizer } from '@romae/timeseries'
import {
  type ClassificationMetrics,
  classificationMetrics,
  classify,
  finetune,
  finish,
  type PredictionModel,
  pretrain,
  type TrainingEvent,
} from '@romae/trainer'
import type { UeaSettings } from './settings.ts'

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

/**
 * Pre-trains on the training split without labels, fine-tunes on it with them, and evaluates the last model once on the
 * test split, in evaluation mode. Statistics come from the training split alone, and nothing is chosen on the test split.
 *
 * @param observe is shown the events of both runs
 */
export async function runUea(
  splits: UeaSplits,
  settings: UeaSettings,
  seed: number,
  engine: Engine,
  observe: (stage: 'pre-training' | 'fine-tuning') => (event: TrainingEvent) => void,
): Promise<UeaResult> {
  const { pretraining, finetuning } = settings
  const drop = (series: readonly TimeSeries[]) =>
    settings.dropped === 0 ? series : series.map((one) => dropTimestamps(one, settings.dropped, seed))
  const [train, test] = [drop(splits.train), drop(splits.test)]
  const tokenizer = timestepTokenizer.fit(train, { missing: 'interpolate' })

  const pretrained = await finish(
    pretrain({
      tokenizer,
      samples: train,
      model: { encoder: settings.size },
      maskRatio: settings.maskRatio,
      training: { ...pretraining, seed, engine },
    }),
    observe('pre-training'),
  )
  const { hiddenDropout, attentionDropout, stochasticDepth, labelSmoothing, ...training } = finetuning
  const model = await finish(
    finetune({
      tokenizer,
      samples: train,
      labels: train.map(({ label }) => label!),
      classes: splits.classes,
      pretrained,
      model: { encoder: { ...pretrained.config.encoder, hiddenDropout, attentionDropout, stochasticDepth } },
      labelSmoothing,
      training: { ...training, seed, engine },
    }),
    observe('fine-tuning'),
  )
  const predictions = await classify(model, tokenizer, test, { engine })
  const metrics = classificationMetrics(
    predictions.map(({ label }) => label),
    test.map(({ label }) => label!),
    splits.classes,
  )
  return { seed, metrics, model }
}
