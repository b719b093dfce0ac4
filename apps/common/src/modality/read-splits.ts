import { errors } from '../errors.ts'
import { memoryBudget } from '../samples/memory-budget.ts'
import type { Experiment } from '../settings/experiment.ts'
import type { Modality, SampleSet } from './modality.ts'
import { readSamples } from './read-samples.ts'
import { holdOut } from './split.ts'
import { requireLabels, type Task, taskOf } from './targets.ts'
import { hasValidation, type ValidationOptions } from './validation.ts'

/** Which labelled samples are for what. */
export interface SplitOptions extends ValidationOptions {
  /** Files to test on. */
  readonly test?: readonly string[]
  /** Without them, the part of all samples. */
  readonly heldOut?: number
  readonly seed: number
  /** GB of samples that are held. */
  readonly memory?: number
}

/** Labelled samples, divided: no sample is in two parts. */
export interface LabelledSplits<Sample> {
  readonly train: SampleSet<Sample>
  /** What the model is chosen by; null where the last one is taken. */
  readonly validation: SampleSet<Sample> | null
  /** What the model is evaluated on, once. */
  readonly test: SampleSet<Sample>
  readonly task: Task
}

/**
 * The labelled samples to train on, to choose by and to test on. The same seed divides them in the same way.
 *
 * @throws RomaeError `APP_VALIDATION`, `APP_SETTING_NO_EFFECT` for a part to hold out beside files to test on, `APP_NO_LABELS`, `APP_NOTHING_LEFT`, and what reading throws
 */
export async function readSplits<Sample>(
  modality: Modality<Sample>,
  experiment: Experiment,
  files: readonly string[],
  options: SplitOptions,
): Promise<LabelledSplits<Sample>> {
  const { test, heldOut = 0.2, seed, validation, validationData } = options
  const isValidated = hasValidation(options)
  if (test !== undefined && options.heldOut !== undefined) {
    const reason = 'the model is tested on those files, and nothing is held out; give one of the two'
    throw errors.APP_SETTING_NO_EFFECT({ key: '--held-out', where: 'beside --test', reason })
  }
  const memory = memoryBudget(options.memory)
  const read = (paths: readonly string[], data = experiment.data) => readSamples(modality, paths, data, memory)
  const all = await read(files)
  const task = taskOf(experiment, all)
  requireLabels(all, 'training', 'name their column or folder, or use pretrain')
  const by = task === 'classification' ? 'class' : 'all'
  const divided = test === undefined ? holdOut(all, heldOut, seed, by, 'test') : null
  const [rest, tested] = divided === null ? [all, await read(test!, all.data)] : [divided.train, divided.held]
  if (!isValidated) return { train: rest, validation: null, test: tested, task }
  if (validation === undefined) {
    return { train: rest, validation: await read(validationData!, all.data), test: tested, task }
  }
  const { train, held } = holdOut(rest, validation, seed, by, 'validation')
  return { train, validation: held, test: tested, task }
}
