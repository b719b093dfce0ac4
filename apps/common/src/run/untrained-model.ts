import { initializeParameters, type RomaeConfig } from '@romae/core'
import type { RomaeModel } from '@romae/trainer'

/** A model as it is before training: for what needs a model's sizes before there is one, such as a plan. */
export function untrainedModel<Config extends RomaeConfig>(config: Config): RomaeModel<Config> {
  return { config, parameters: initializeParameters(config, 0), tokenizer: null, classes: null }
}
