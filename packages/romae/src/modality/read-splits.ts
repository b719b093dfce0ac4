import { errors } from '../errors.ts'
import { memoryBudget } from '../samples/memory-budget.ts'
import type { Experiment } from '../settings/experiment.ts'
import { divideSplits, foldSplits, type Splits } from '../splits/divide.ts'
import { checkLabels } from '../splits/label-checks.ts'
import { type LabelOptions, labelledOf } from '../splits/labelled.ts'
import { requireDifferentPaths } from '../splits/same-files.ts'
import type { HostModality, SampleSet } from './host-modality.ts'
import { readSamples } from './read-samples.ts'
import { type Task, taskOf } from './targets.ts'
import { hasValidation, type ValidationOptions } from './validation.ts'

/** Which labelled samples are for what. */
export interface SplitOptions extends ValidationOptions, LabelOptions {
  /** Files to test on. */
  readonly test?: readonly string[]
  /** Without them, the part of all samples. */
  readonly heldOut?: number
  /** Instead of a test: cross-validation. */
  readonly folds?: number
  readonly seed: number
  /** GB of samples that are held. */
  readonly memory?: number
}

/** Labelled samples, divided. */
export interface LabelledSplits<Sample> extends Splits<Sample> {
  readonly task: Task
  /** What the user should know of them before anything is trained. */
  readonly notes: readonly string[]
}

/**
 * The labelled samples to train on, to choose by and to test on. The same seed divides them in the same way. All that can be
 * wrong with labels comes out here, before anything is trained.
 *
 * @throws RomaeError `APP_VALIDATION`, `APP_SETTING_NO_EFFECT` for a part to hold out beside files to test on,
 *   `APP_GIVEN_TWICE`, `APP_NO_LABELS`, `APP_NOTHING_LEFT`, `APP_IN_OTHER_SPLIT`, `APP_UNKNOWN_CLASS`, `APP_LABEL_NOT_NUMBER`,
 *   `APP_LABEL_SETS`, and what reading throws
 */
export async function readSplits<Sample>(
  modality: HostModality<Sample>,
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
  await requireDifferentPaths([
    { option: null, paths: files },
    { option: '--test', paths: test ?? [] },
    { option: '--validation-data', paths: validationData ?? [] },
  ])
  const memory = memoryBudget(options.memory)
  const name = modality.samples
  const notes: string[] = []
  const read = async (paths: readonly string[], what: string, data = experiment.data): Promise<SampleSet<Sample>> => {
    const set = await readSamples(modality, paths, data, memory)
    const hint = 'name their column or folder, or use pretrain'
    const labelled = labelledOf(set, { what, name, hint }, options)
    notes.push(...labelled.notes)
    return labelled.set
  }
  const all = await read(files, 'training')
  const task = taskOf(experiment, all)
  const { splits, notes: ofSplits } = await divideSplits(
    {
      all,
      test: test === undefined ? heldOut : await read(test, 'testing', all.data),
      validation: isValidated ? (validation ?? (await read(validationData!, 'validation', all.data))) : null,
    },
    { seed, by: task === 'regression' ? 'all' : 'class' },
    name,
  )
  return { ...splits, task, notes: [...notes, ...ofSplits, ...checkLabels(task, splits, name)] }
}

/**
 * The same for cross-validation: splits by fold, each sample to test in one of them.
 *
 * @throws RomaeError `APP_SETTING_NO_EFFECT` for options that say what else to test or choose by, `APP_FOLDS`, and as `readSplits`
 */
export async function readFolds<Sample>(
  modality: HostModality<Sample>,
  experiment: Experiment,
  files: readonly string[],
  options: SplitOptions & { readonly folds: number; readonly seeds?: number },
): Promise<readonly LabelledSplits<Sample>[]> {
  const { folds, seed, validation } = options
  const elsewhere = {
    '--test': options.test,
    '--held-out': options.heldOut,
    '--validation-data': options.validationData,
  }
  const idle = Object.entries(elsewhere).find(([, value]) => value !== undefined)
  const where = 'beside --folds'
  if (idle !== undefined) {
    const reason =
      'each fold is tested by a model of the others; --validation FRACTION takes some of these to choose by'
    throw errors.APP_SETTING_NO_EFFECT({ key: idle[0], where, reason })
  }
  if ((options.seeds ?? 1) > 1) {
    const reason = 'folds are runs of one seed already; give another --seed and --out for other folds'
    throw errors.APP_SETTING_NO_EFFECT({ key: '--seeds', where, reason })
  }
  hasValidation(options)
  await requireDifferentPaths([{ option: null, paths: files }])
  const name = modality.samples
  const set = await readSamples(modality, files, experiment.data, memoryBudget(options.memory))
  const hint = 'name their column or folder, or use pretrain'
  const { set: all, notes: ofLabels } = labelledOf(set, { what: 'training', name, hint }, options)
  const task = taskOf(experiment, all)
  const by = task === 'regression' ? 'all' : 'class'
  const { splits, notes } = await foldSplits(all, { folds, validation: validation ?? null }, { seed, by }, name)
  return splits.map((one) => ({ ...one, task, notes: [...ofLabels, ...notes, ...checkLabels(task, one, name)] }))
}
