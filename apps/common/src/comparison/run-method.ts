import { finetune, type PredictionModel, type PretrainedModel, pretrain } from '@romae/trainer/node'
import { type Evaluation, evaluateSet } from '../modality/evaluate-set.ts'
import type { Modality } from '../modality/modality.ts'
import { requireLabels } from '../parts/labelled.ts'
import { ownFolder } from '../run/own-folder.ts'
import type { RunOptions } from '../run/run-options.ts'
import { runStage } from '../run/run-stage.ts'
import type { SeedRun } from '../run/seeds.ts'
import type { Session } from '../run/session.ts'
import type { Method } from './method.ts'
import { methodStages, type Splits } from './method-stages.ts'

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

/** Where a method has its runs, within a seed's folder. */
export function stagesOf({ key, pretraining }: Method): string[] {
  return pretraining === null ? [key] : [`pretraining-${pretraining}`, key]
}

/**
 * Pre-trains on the training split without labels, unless that was done for another method; fine-tunes on it, or on part
 * of it, with labels; evaluates the last model once on the test split, of which nothing is chosen.
 *
 * @param pretrainings models of this seed so far, by name; a new one is added
 */
export async function runMethod<Sample>(
  { modality, splits, session, options }: Comparison<Sample>,
  method: Method,
  { seed, folder, prefix }: SeedRun,
  pretrainings: Map<string, PretrainedModel>,
): Promise<MethodResult> {
  const { name, key, experiment, pretraining } = method
  const stages = await methodStages(modality, splits, method, seed)
  const settings = { experiment, targetScale: null }
  if (pretraining !== null && !pretrainings.has(pretraining)) {
    const stage = {
      label: `${prefix}pre-training, ${pretraining}`,
      folder: ownFolder(folder, `pretraining-${pretraining}`),
      settings,
      start: (training: object) => pretrain(stages.pretraining(training)),
    }
    pretrainings.set(pretraining, await runStage(stage, session, options))
    session.stopIfAsked(`${stage.label} done`)
  }
  const pretrained = pretraining === null ? null : pretrainings.get(pretraining)!
  const model = await runStage(
    {
      label: `${prefix}fine-tuning, ${name}`,
      folder: ownFolder(folder, key),
      settings,
      start: (training) => finetune(stages.finetuning(pretrained, training)),
    },
    session,
    options,
  )
  const { test } = splits
  const labels = requireLabels(test, 'testing', 'the data set should have them')
  const evaluation = await evaluateSet({ model, targetScale: null }, stages.tokenizer, test, labels, session.engine)
  session.stopIfAsked(`${prefix}${name} done`)
  return { seed, evaluation, model, pretrained }
}
