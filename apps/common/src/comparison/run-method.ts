import { join } from 'node:path'
import { finetune, type PredictionModel, type PretrainedModel, pretrain } from '@romae/trainer'
import { augmented } from '../modality/augmented.ts'
import { type Evaluation, evaluateSet } from '../modality/evaluate-set.ts'
import type { Modality, SampleSet } from '../modality/modality.ts'
import { holdOut } from '../modality/split.ts'
import { requireLabels } from '../modality/targets.ts'
import type { RunOptions } from '../run/run-options.ts'
import { runStage } from '../run/run-stage.ts'
import type { SeedRun } from '../run/seeds.ts'
import type { Session } from '../run/session.ts'
import { finetuningOptions, pretrainingOptions } from '../settings/to-options.ts'
import type { Method } from './method.ts'

/** Both official splits of a data set. */
export interface Splits<Sample> {
  readonly classes: readonly string[]
  readonly train: SampleSet<Sample>
  readonly test: SampleSet<Sample>
}

/** What all methods of a comparison share. */
export interface Comparison<Sample> {
  readonly modality: Modality<Sample>
  readonly splits: Splits<Sample>
  readonly session: Session
  readonly options: Pick<RunOptions, 'resume' | 'overwrite' | 'saveEvery'>
}

/** What a method came to with one seed. */
export interface MethodResult {
  readonly seed: number
  readonly evaluation: Evaluation
  readonly model: PredictionModel
  readonly pretrained: PretrainedModel | null
}

/**
 * Pre-trains on the training split without labels, unless that was done for another method; fine-tunes on it, or on part
 * of it, with labels; evaluates the last model once on the test split. Statistics come from the training split alone, and
 * nothing is chosen on the test split.
 *
 * @param pretrainings models of this seed so far, by name; a new one is added
 */
export async function runMethod<Sample>(
  { modality, splits, session, options }: Comparison<Sample>,
  { name, key, experiment, pretraining, labels: fraction }: Method,
  { seed, folder, prefix }: SeedRun,
  pretrainings: Map<string, PretrainedModel>,
): Promise<MethodResult> {
  const { train, test, classes } = splits
  const tokenizer = await modality.fit(train.samples, experiment.tokenizer)
  const settings = { experiment, targetScale: null }
  if (pretraining !== null && !pretrainings.has(pretraining)) {
    const stage = {
      label: `${prefix}pre-training, ${pretraining}`,
      folder: join(folder, `pretraining-${pretraining}`),
      settings,
      start: (training: object) =>
        pretrain({ tokenizer, samples: train.samples, ...pretrainingOptions(experiment, { ...training, seed }) }),
    }
    pretrainings.set(pretraining, await runStage(stage, session, options))
    session.stopIfAsked(`${stage.label} done`)
  }
  const pretrained = pretraining === null ? null : pretrainings.get(pretraining)!
  const labelled = fraction === 1 ? train : holdOut(train, 1 - fraction, seed, 'class').train
  const model = await runStage(
    {
      label: `${prefix}fine-tuning, ${name}`,
      folder: join(folder, key),
      settings,
      start: (training) =>
        finetune({
          tokenizer,
          samples: augmented(modality, labelled.samples, experiment.data),
          labels: requireLabels(labelled, 'training', 'the data set should have them'),
          classes,
          labelSmoothing: experiment.finetuning.labelSmoothing,
          ...finetuningOptions(experiment, pretrained, { ...training, seed }),
        }),
    },
    session,
    options,
  )
  const labels = requireLabels(test, 'testing', 'the data set should have them')
  const evaluation = await evaluateSet({ model, targetScale: null }, tokenizer, test, labels, session.engine)
  session.stopIfAsked(`${prefix}${name} done`)
  return { seed, evaluation, model, pretrained }
}
