import type { FinetuneOptions, PretrainedModel, PretrainOptions, TrainingOptions } from '@romae/trainer/node'
import type { Experiment, TrainingSettings } from './experiment.ts'
import { stackOptions, stackWith } from './stack-size.ts'

/** Settings as the trainer's options; `steps`, if given, replaces `epochs`, and null is the default. */
export function trainingOptions({ steps, epochs, warmupSteps, ...rest }: TrainingSettings): TrainingOptions {
  return { ...rest, ...(steps == null ? { epochs } : { steps }), ...(warmupSteps != null && { warmupSteps }) }
}

/** What an experiment says of its pre-training; `run` says where and with which seed. */
export function pretrainingOptions(
  {
    model: { size, decoder, ...switches },
    pretraining: { maskRatio, maskTogether, maskRatios, hideModality, lossWeights, ...training },
  }: Pick<Experiment, 'model' | 'pretraining'>,
  run: TrainingOptions,
): Pick<
  PretrainOptions<never>,
  'model' | 'maskRatio' | 'maskTogether' | 'maskRatios' | 'hideModality' | 'lossWeights' | 'training'
> {
  const model = {
    ...switches,
    encoder: stackOptions(size),
    ...(decoder !== undefined && { decoder: stackOptions(decoder) }),
  }
  return {
    model,
    maskRatio,
    ...(maskTogether != null && { maskTogether }),
    ...(maskRatios !== undefined && { maskRatios }),
    ...(hideModality !== undefined && { hideModality }),
    ...(lossWeights !== undefined && { lossWeights }),
    training: { ...trainingOptions(training), ...run },
  }
}

/** What an experiment says of its fine-tuning, from a model or from scratch. */
export function finetuningOptions(
  {
    model: { size, decoder, normalizeTargets, likelihood, ...switches },
    finetuning,
  }: Pick<Experiment, 'model' | 'finetuning'>,
  pretrained: PretrainedModel | null,
  run: TrainingOptions,
): Pick<FinetuneOptions<never>, 'model' | 'pretrained' | 'dropModality' | 'training'> {
  const { task, labelSmoothing, hiddenDropout, attentionDropout, stochasticDepth, ...rest } = finetuning
  const { dropModality, pooling, ...training } = rest
  const rates = { hiddenDropout, attentionDropout, stochasticDepth }
  const head = pooling === undefined ? {} : { pooling }
  return {
    ...(pretrained === null
      ? { model: { ...switches, ...head, encoder: stackWith(size, rates) } }
      : { pretrained, model: { ...head, encoder: { ...pretrained.config.encoder, ...rates } } }),
    ...(dropModality !== undefined && { dropModality }),
    training: { ...trainingOptions(training), ...run },
  }
}
