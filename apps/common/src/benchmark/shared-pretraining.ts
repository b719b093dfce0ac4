import type { PretrainingConfig } from '@romae/core'
import type { PretrainedModel, RunPlan } from '@romae/trainer/node'

/** Pre-trainings that several methods of one seed start from, by name. */
export interface SharedPretrainings {
  readonly plans: Map<string, RunPlan<PretrainingConfig>>
  readonly models: Map<string, PretrainedModel>
}

/** Where a pre-training is, within a seed's folder. */
export function pretrainingFolder(name: string): string {
  return `pretraining-${name}`
}
