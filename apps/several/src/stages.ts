import type { AnyTokenizer, FinetuneOptions, PretrainedModel, TrainingOptions } from '@romae/trainer/node'
import {
  choice,
  type DropoutSettings,
  finetuningOptions,
  type ModelSettings,
  number,
  type OptionDeclaration,
  type OptionSchema,
  pretrainingOptions,
  stackSize,
  type TrainingSettings,
  type TwoStages,
  trainingSchema,
  within,
} from 'romae'

/** What experiments on several modalities have in common, as plain data. */
export interface SeveralExperiment {
  readonly model: Required<Pick<ModelSettings, 'size' | 'decoder'>> & Pick<ModelSettings, 'rotations'> & DropoutSettings
  readonly pretraining: TrainingSettings & {
    readonly maskRatio: number
    /** Of models of several modalities. */
    readonly hideModality: number
  }
  readonly finetuning: TrainingSettings & {
    readonly labelSmoothing: number
    /** Of models of several modalities. */
    readonly dropModality: number
  }
}

/** What `--set` may change of them. */
export const severalSchema = {
  model: {
    size: stackSize,
    decoder: stackSize,
    hiddenDropout: number,
    attentionDropout: number,
    stochasticDepth: number,
    rotations: choice('reference', 'fitted'),
  } satisfies Record<keyof SeveralExperiment['model'], OptionDeclaration>,
  pretraining: { ...trainingSchema, maskRatio: within(0, 1), hideModality: within(0, 1) },
  finetuning: { ...trainingSchema, labelSmoothing: number, dropModality: within(0, 1) },
} satisfies OptionSchema

/** Samples with their classes. */
export interface Labelled<Sample> {
  readonly samples: readonly Sample[]
  readonly labels: readonly string[]
}

/** What a model is trained on. */
export interface TrainingData<Sample> {
  readonly tokenizer: AnyTokenizer<Sample>
  readonly classes: readonly string[]
  /** Without labels. */
  readonly pretraining: readonly Sample[]
  readonly finetuning: Labelled<Sample>
  /** Mask ratios that are not the experiment's, of a model of several modalities. */
  readonly maskRatios?: Readonly<Record<string, number>>
  /** Chooses the fine-tuned model. */
  readonly evaluation?: FinetuneOptions<Sample>['evaluation']
}

/** Both runs of an experiment; the second may begin from scratch, where there is no first. */
export interface SeveralStages<Sample> extends TwoStages<Sample> {
  finetuning(pretrained: PretrainedModel | null, training: TrainingOptions): FinetuneOptions<Sample>
}

/** What both runs of an experiment are given, of one modality or of several. */
export function stagesOf<Sample>(
  experiment: SeveralExperiment,
  seed: number,
  { tokenizer, classes, pretraining: samples, finetuning: labelled, maskRatios, evaluation }: TrainingData<Sample>,
): SeveralStages<Sample> {
  const { hiddenDropout, attentionDropout, stochasticDepth, ...model } = experiment.model
  const { hideModality, ...pretraining } = experiment.pretraining
  const { dropModality, labelSmoothing, ...training } = experiment.finetuning
  const rates = { hiddenDropout, attentionDropout, stochasticDepth }
  const finetuning = { ...training, ...rates, labelSmoothing, task: 'classification' as const }
  const isSet = 'modalities' in tokenizer
  return {
    pretraining: (run) => ({
      tokenizer,
      samples,
      ...pretrainingOptions({ model: { ...model, cls: true }, pretraining }, { ...run, seed }),
      ...(isSet && { hideModality, ...(maskRatios && { maskRatios }) }),
    }),
    finetuning: (pretrained, run) => ({
      tokenizer,
      ...labelled,
      classes,
      labelSmoothing,
      ...finetuningOptions({ model: { ...model, cls: true }, finetuning }, pretrained, { ...run, seed }),
      ...(isSet && { dropModality }),
      ...(evaluation && { evaluation }),
    }),
  }
}
