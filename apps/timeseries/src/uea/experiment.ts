import { twoStageTrial, type Variant } from '@romae/app-common'
import { dropTimestampsOfSplit, readUea, type TimeSeries, type TimeSeriesTokenizer } from '@romae/timeseries'
import { fitTokenizer, timeseries } from '@romae/timeseries/modality'
import { classificationMetrics, classify } from '@romae/trainer/node'
import {
  changedSamples,
  confusionSection,
  finetuningOptions,
  pretrainingOptions,
  printWarnings,
  type Settings,
  type TwoStages,
} from 'romae'
import { published } from './published.ts'
import type { UeaExperiment } from './settings.ts'

/** The two official splits of a UEA data set. */
export interface UeaSplits {
  readonly classes: readonly string[]
  readonly train: readonly TimeSeries[]
  readonly test: readonly TimeSeries[]
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
  const tokenizer = fitTokenizer(train, experiment.tokenizer as unknown as Parameters<typeof fitTokenizer>[1])
  printWarnings(tokenizer)
  const change = timeseries.augment!(
    experiment.data as unknown as Parameters<NonNullable<typeof timeseries.augment>>[0],
  )
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
 * A row of Table 6: pre-trained on the training split without labels, fine-tuned on it with them, the last model evaluated once
 * on the test split, in evaluation mode. Nothing is chosen on the test split.
 */
export function ueaVariant(name: string, splits: UeaSplits, experiment: UeaExperiment): Variant {
  const { classes } = splits
  return {
    experiment: `uea/${name}`,
    ...(published[name] !== undefined && { published: { accuracy: published[name] } }),
    settings: experiment as unknown as Settings,
    async trial(seed) {
      const { tokenizer, test, ...stages } = await ueaStages(splits, experiment, seed)
      return twoStageTrial(stages, {
        settings: { experiment, targetScale: null },
        async evaluate(model, { session: { engine } }) {
          const predictions = await classify(model, test, { tokenizer, engine })
          const predicted = predictions.map(({ label }) => label)
          const actual = test.map(({ label }) => label!)
          const metrics = classificationMetrics(predicted, actual, classes)
          const caption = 'Test series of the last seed by what they were taken for; shaded by the share of the class.'
          return {
            figures: { accuracy: metrics.accuracy },
            metrics,
            sections: [confusionSection(metrics.confusion, classes, caption)],
          }
        },
      })
    },
  }
}
