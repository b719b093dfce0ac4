import type { PretrainingConfig } from '@romae/core'
import { describeFinetuning, describePretraining, type RunPlan } from '@romae/trainer/node'
import type { Modality } from '../modality/modality.ts'
import { describePlan } from '../run/describe-plan.ts'
import { untrainedModel } from '../run/untrained-model.ts'
import type { Method } from './method.ts'
import { methodStages, type Splits } from './method-stages.ts'

/** What `--dry-run` prints of a comparison: every run of one seed, each pre-training once. */
export async function describeMethods<Sample>(
  modality: Modality<Sample>,
  splits: Splits<Sample>,
  methods: readonly Method[],
  seed: number,
): Promise<string> {
  const plans: string[] = []
  const pretrainings = new Map<string, RunPlan<PretrainingConfig>>()
  for (const method of methods) {
    const { name, pretraining: start } = method
    const stages = await methodStages(modality, splits, method, seed)
    if (start !== null && !pretrainings.has(start)) {
      const plan = await describePretraining(stages.pretraining({}))
      plans.push(describePlan(`pre-training, ${start}`, plan))
      pretrainings.set(start, plan)
    }
    const pretrained = start === null ? null : untrainedModel(pretrainings.get(start)!)
    plans.push(describePlan(`fine-tuning, ${name}`, await describeFinetuning(stages.finetuning(pretrained, {}))))
  }
  return plans.join('\n\n')
}
