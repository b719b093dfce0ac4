import type {
  AnyTokenizer,
  FinetuneOptions,
  PretrainedModel,
  PretrainOptions,
  TrainingOptions,
} from '@romae/trainer/node'
import {
  augmentedSamples,
  finetuningOptions,
  fitTokenizer,
  type HostModality,
  holdOut,
  pretrainingOptions,
  requireLabels,
  type SampleSet,
  trainerSamples,
} from 'romae'
import type { Method } from './method.ts'

/** Both official splits of a data set. */
export interface Splits<Sample> {
  readonly classes: readonly string[]
  readonly train: SampleSet<Sample>
  readonly test: SampleSet<Sample>
}

/** Both runs of a method, before either has begun. */
export interface MethodStages<Sample> {
  readonly tokenizer: AnyTokenizer<Sample>
  pretraining(training: TrainingOptions): PretrainOptions<Sample>
  /** @param pretrained null: from scratch */
  finetuning(pretrained: PretrainedModel | null, training: TrainingOptions): FinetuneOptions<Sample>
}

/** What a method does with one seed. Statistics come from the training split alone. */
export async function methodStages<Sample>(
  modality: HostModality<Sample>,
  { train, classes }: Splits<Sample>,
  { experiment, labels: fraction }: Method,
  seed: number,
): Promise<MethodStages<Sample>> {
  const tokenizer = await fitTokenizer(modality, train.samples, experiment.tokenizer)
  const labelled = fraction === 1 ? train : holdOut(train, 1 - fraction, seed, 'class', 'test').train
  const samples = await trainerSamples(train, tokenizer)
  const changed = await augmentedSamples(modality, labelled, tokenizer, experiment.data)
  return {
    tokenizer,
    pretraining: (training) => ({
      tokenizer,
      samples,
      ...pretrainingOptions(experiment, { ...training, seed }),
    }),
    finetuning: (pretrained, training) => ({
      tokenizer,
      samples: changed,
      labels: requireLabels(labelled, 'training', 'the data set should have them'),
      classes,
      labelSmoothing: experiment.finetuning.labelSmoothing,
      ...finetuningOptions(experiment, pretrained, { ...training, seed }),
    }),
  }
}
