import { inherited } from '../commands/finetune.ts'
import type { HostModality } from '../modality/host-modality.ts'
import { idleInFinetuning } from '../modality/idle-settings.ts'
import { readSplits } from '../modality/read-splits.ts'
import { resolveExperiment } from '../modality/resolve-experiment.ts'
import type { Task } from '../modality/targets.ts'
import { asPretrained, loadTrained, ofModality } from '../modality/trained-model.ts'
import { hasValidation } from '../modality/validation.ts'
import type { Experiment } from '../settings/experiment.ts'
import { userPath } from '../write-file.ts'
import { checkSpace } from './check-space.ts'
import { type TuneOptions, VALIDATION } from './options.ts'
import type { Search } from './search.ts'
import { finetuningSpace } from './search-space.ts'
import { runTrial, type TrialData } from './trial.ts'

const HIGHER_IS_BETTER = ['accuracy', 'macroF1', 'weightedF1']

/** A search of settings of `finetune`. @throws RomaeError `APP_SEARCH`, `APP_SETTING_*`, and what reading throws */
export async function finetuningSearch<Sample>(
  modality: HostModality<Sample>,
  files: readonly string[],
  options: TuneOptions,
): Promise<Search> {
  const validated = hasValidation(options) ? options : { ...options, validation: VALIDATION }
  const from = options.from === undefined ? null : ofModality(await loadTrained(userPath(options.from)), modality)
  const start = from === null ? null : asPretrained(from, 'finetune')
  const base = start === null ? {} : inherited(modality, start, options)
  const chosen = resolveExperiment(modality, options, base)
  const space = options.search.length > 0 ? options.search : finetuningSpace(chosen, start === null)
  const settled = (settings: readonly string[]) =>
    resolveExperiment(modality, { ...options, set: [...options.set, ...settings] }, base)
  const paths = [...files, ...(options.test ?? []), ...(options.validationData ?? [])]
  const idleOf = (experiment: Experiment, task: Task) =>
    idleInFinetuning(modality, experiment, paths, { start: options.from ?? null, task })
  checkSpace(modality, { command: 'finetune', space, settled }, options, (experiment) =>
    idleOf(experiment, 'classification'),
  )
  const { train, validation, task, notes } = await readSplits(modality, chosen, files, validated)
  const { epochs, steps } = chosen.finetuning
  const { metric = 'loss' } = options
  const data: TrialData<Sample> = {
    train: train.set,
    validation: validation!.set,
    task,
    pretrained: start?.model ?? null,
  }
  return {
    command: 'finetune',
    space,
    metric,
    isHigherBetter: HIGHER_IS_BETTER.includes(metric),
    unit: steps == null ? 'epochs' : 'steps',
    length: steps ?? epochs,
    sizes: { training: data.train.samples.length, validation: data.validation.samples.length },
    notes,
    unseen: 'What finetune tests on was not read by any trial.',
    settled,
    run(trial, session) {
      const experiment = {
        ...trial.experiment,
        data: data.train.data,
        finetuning: { ...trial.experiment.finetuning, task },
      }
      const run = { ...trial, experiment, idle: idleOf(experiment, task) }
      return runTrial(modality, data, run, session, validated)
    },
  }
}
