import { join } from 'node:path'
import type { Section } from '@romae/report'
import {
  describeFinetuning,
  describePretraining,
  finetune,
  type PretrainedModel,
  pretrain,
  type RunPlan,
} from '@romae/trainer/node'
import {
  evaluateSet,
  evaluationSections,
  figuresOf,
  type HostModality,
  ownFolder,
  requireLabels,
  runStage,
  stageReport,
  untrainedModel,
} from 'romae'
import type { Trial, TrialPlace } from './benchmark.ts'
import type { Method } from './method.ts'
import { type MethodStages, methodStages, type Splits } from './method-stages.ts'
import { pretrainingFolder, type SharedPretrainings } from './shared-pretraining.ts'

/** What methods of one seed have in common. */
export interface MethodContext<Sample> {
  readonly modality: HostModality<Sample>
  readonly splits: Splits<Sample>
  readonly shared: SharedPretrainings
  /** Whether the report has its pictures and curves. */
  readonly isShown: boolean
}

const settingsOf = ({ experiment }: Method) => ({ experiment, targetScale: null })

/**
 * Pre-trains on the training split without labels, unless that was done for another method; fine-tunes on it, or on part
 * of it, with labels; evaluates the last model once on the test split, of which nothing is chosen.
 */
export async function methodTrial<Sample>(
  context: MethodContext<Sample>,
  method: Method,
  seed: number,
): Promise<Trial> {
  const { modality, splits, isShown } = context
  const { name, pretraining } = method
  const stages = await methodStages(modality, splits, method, seed)
  return {
    plans: () => plansOf(context.shared, method, stages),
    async run(place) {
      const { folder, seedFolder, prefix, session, options } = place
      const pretrained = pretraining === null ? null : await pretrainedModel(context.shared, method, stages, place)
      const model = await runStage(
        {
          label: `${prefix}fine-tuning, ${name}`,
          folder,
          settings: settingsOf(method),
          start: (training) => finetune(stages.finetuning(pretrained, training)),
        },
        session,
        options,
      )
      const { test } = splits
      const labels = requireLabels(test, 'testing', 'the data set should have them')
      const evaluation = await evaluateSet({ model, targetScale: null }, stages.tokenizer, test, labels, session)
      const { accuracy, 'macro F1': macroF1 } = figuresOf(evaluation)
      const first =
        pretraining === null
          ? null
          : await stageReport(join(seedFolder, pretrainingFolder(pretraining)), 'The pre-training', 'Pre-training')
      const second = await stageReport(folder, 'The fine-tuning', 'Fine-tuning')
      const outcome = {
        figures: { accuracy: accuracy!, 'macro F1': macroF1! },
        metrics: evaluation.metrics,
        trainingTime: (first?.trainingTime ?? 0) + second.trainingTime,
      }
      if (!isShown) return outcome
      const pictures = pretrained === null ? [] : await picturesOf(context, method, pretrained, place, seed)
      const ofTest = await evaluationSections(evaluation, test, `${modality.samples} of the test split`)
      const sections = [...pictures, ...(first?.curves ?? []), ...ofTest, ...second.curves, second.facts]
      return { ...outcome, sections }
    },
  }
}

/** A pre-training that several methods start from is listed with the first of them. */
async function plansOf<Sample>(
  { plans: known }: SharedPretrainings,
  { name, pretraining }: Method,
  stages: MethodStages<Sample>,
): Promise<{ label: string; plan: RunPlan }[]> {
  const plans: { label: string; plan: RunPlan }[] = []
  if (pretraining !== null && !known.has(pretraining)) {
    const plan = await describePretraining(stages.pretraining({}))
    known.set(pretraining, plan)
    plans.push({ label: `pre-training, ${pretraining}`, plan })
  }
  const pretrained = pretraining === null ? null : untrainedModel(known.get(pretraining)!)
  plans.push({ label: `fine-tuning, ${name}`, plan: await describeFinetuning(stages.finetuning(pretrained, {})) })
  return plans
}

async function pretrainedModel<Sample>(
  { models }: SharedPretrainings,
  method: Method,
  stages: MethodStages<Sample>,
  { seedFolder, prefix, session, options }: TrialPlace,
): Promise<PretrainedModel> {
  const name = method.pretraining!
  const known = models.get(name)
  if (known !== undefined) return known
  const stage = {
    label: `${prefix}pre-training, ${name}`,
    folder: ownFolder(seedFolder, pretrainingFolder(name)),
    settings: settingsOf(method),
    start: (training: object) => pretrain(stages.pretraining(training)),
  }
  const model = await runStage(stage, session, options)
  models.set(name, model)
  session.stopIfAsked(`${stage.label} done`)
  return model
}

async function picturesOf<Sample>(
  { modality, splits: { test: set } }: MethodContext<Sample>,
  { experiment }: Method,
  model: PretrainedModel,
  { session: { engine } }: TrialPlace,
  seed: number,
): Promise<readonly Section[]> {
  const tokenizer = modality.restore(model)
  return modality.reconstructions({ model, tokenizer, set, experiment, engine, seed })
}
