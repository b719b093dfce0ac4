import type { Purpose } from '@romae/tokenizer/modality'
import type { AnyTokenizer } from '@romae/trainer/node'
import type { Command } from 'commander'
import { addEngineOptions, type EngineChoice } from '../run/engine-options.ts'
import { addMemoryOption, memoryBudget } from '../samples/memory-budget.ts'
import { requireEffect } from '../settings/require-effect.ts'
import type { Settings } from '../settings/settings.ts'
import { userPath } from '../write-file.ts'
import type { HostModality, SampleSet } from './host-modality.ts'
import { readSamples } from './read-samples.ts'
import { addDataOptions, assignmentsOf, flagsOf, resolveExperiment } from './resolve-experiment.ts'
import { findTrained, ofModality, settingsOf, type TrainedModel } from './trained-model.ts'

/** Options of a command that uses a model. */
export interface ModelOptions extends EngineChoice {
  readonly model: string
  readonly out?: string
  /** GB of samples that are held. */
  readonly memory?: number
  readonly [dataOption: string]: unknown
}

/** Adds `--model`, where to compute, and the modality's own options, whose defaults are what the model was trained with. */
export function addModelOptions<Sample>(command: Command, modality: HostModality<Sample>): Command {
  addEngineOptions(command.requiredOption('--model <run>', 'the folder of a run, or of the model in it'))
  if (modality.readsOnDemand === true) addMemoryOption(command, modality.samples)
  return addDataOptions(command, modality.dataOptions)
}

/** Samples read like the model's training samples. The model is loaded after them, because reading may refuse the files. */
export interface ForModel<Sample> {
  readonly set: SampleSet<Sample>
  /** The settings by which they were read. */
  readonly data: Settings
  load(): Promise<{ readonly trained: TrainedModel; readonly tokenizer: AnyTokenizer<Sample> }>
}

/**
 * Reads samples for a model.
 *
 * @param command as the user typed it
 */
export async function readForModel<Sample>(
  modality: HostModality<Sample>,
  files: readonly string[],
  options: ModelOptions,
  { command, use }: { readonly command: string; readonly use: Purpose },
): Promise<ForModel<Sample>> {
  const found = await findTrained(userPath(options.model))
  const { data: recorded } = await settingsOf(found, modality, ['data'])
  const base = { data: modality.inherit?.(recorded, use) ?? recorded }
  const given = { ...options, set: [] }
  const { data } = resolveExperiment(modality, { ...given, preset: 'cpu' }, base)
  const idle = modality.idle?.({ data }, files) ?? {}
  requireEffect(assignmentsOf(modality, given), idle, `in ${command}`, flagsOf(modality))
  const set = await readSamples(modality, files, data, memoryBudget(options.memory), use)
  const load = async () => {
    const trained = ofModality(await found.load(), modality)
    return { trained, tokenizer: modality.restore(trained.model) }
  }
  return { set, data, load }
}
