import type { Tokenizer } from '@romae/tokenizer'
import type { Command } from 'commander'
import { addEngineOptions, type EngineChoice } from '../run/engine-options.ts'
import { addMemoryOption, memoryBudget } from '../samples/memory-budget.ts'
import { userPath } from '../write-file.ts'
import type { Modality, SampleSet } from './modality.ts'
import { addDataOptions, resolveExperiment } from './resolve-experiment.ts'
import { savedSections } from './saved-settings.ts'
import { loadTrained, type TrainedModel } from './trained-model.ts'

/** Options of a command that uses a model. */
export interface ModelOptions extends EngineChoice {
  readonly model: string
  readonly out?: string
  /** GB of samples that are held. */
  readonly memory?: number
  readonly [dataOption: string]: unknown
}

/** Adds `--model`, where to compute, and the modality's own options, whose defaults are what the model was trained with. */
export function addModelOptions<Sample>(command: Command, modality: Modality<Sample>): Command {
  addEngineOptions(command.requiredOption('--model <run>', 'the folder of a run, or of the model in it'))
  if (modality.readsOnDemand === true) addMemoryOption(command, modality.samples)
  return addDataOptions(command, modality.dataOptions)
}

/** A model, and samples read and tokenized as those that it was trained on. */
export async function readForModel<Sample>(
  modality: Modality<Sample>,
  files: readonly string[],
  options: ModelOptions,
): Promise<{ trained: TrainedModel; set: SampleSet<Sample>; tokenizer: Tokenizer<Sample> }> {
  const trained = await loadTrained(userPath(options.model))
  const saved = savedSections(trained.saved, modality, ['data'])
  const { data } = resolveExperiment(modality, { ...options, preset: 'cpu', set: [] }, saved)
  const set = await modality.read(files.map(userPath), data, memoryBudget(options.memory))
  return { trained, set, tokenizer: modality.restore(trained.model.tokenizer) }
}
