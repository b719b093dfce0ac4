import { initializeParameters, type RomaeConfig } from '@romae/core'
import type { RomaeModel, RunPlan } from '@romae/trainer/node'

/** The model of a run before training, for the plan of a run that starts from it. */
export function untrainedModel<Config extends RomaeConfig>({ config, tokenizer }: RunPlan<Config>): RomaeModel<Config> {
  const { model, tokenizer: state } = config
  const parameters = initializeParameters(model, 0)
  return { config: model, parameters, tokenizer: state, tokenizerRecord: tokenizer, classes: null }
}
