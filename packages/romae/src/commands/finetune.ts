import { join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { foldFolder, foldRun, reportFolds, type TestedFold } from '../finetune/folds.ts'
import { type PreparedFinetuning, planOfFinetuning, prepareFinetuning } from '../finetune/prepare.ts'
import { trainAndTest } from '../finetune/train-and-test.ts'
import type { HostModality } from '../modality/host-modality.ts'
import { idleInFinetuning } from '../modality/idle-settings.ts'
import { readFolds, readSplits, type SplitOptions } from '../modality/read-splits.ts'
import {
  addExperimentOptions,
  assignmentsOf,
  type ExperimentOptions,
  flagsOf,
  resolveExperiment,
} from '../modality/resolve-experiment.ts'
import { savedSections } from '../modality/saved-settings.ts'
import type { Task } from '../modality/targets.ts'
import { asPretrained, loadTrained, ofModality, type TrainedModel } from '../modality/trained-model.ts'
import { addValidationOptions } from '../modality/validation.ts'
import { addDistributedOptions } from '../ranks/options.ts'
import { openRuns } from '../run/open-runs.ts'
import { programName } from '../run/program-name.ts'
import { addRunOptions, count, fraction, type RunOptions } from '../run/run-options.ts'
import { nameOf, withSession } from '../run/session.ts'
import { type SeedResult, summarize } from '../run/summarize.ts'
import { trainingEngine } from '../run/training-engine.ts'
import type { Experiment } from '../settings/experiment.ts'
import { requireEffect } from '../settings/require-effect.ts'
import { addLabelOption } from '../splits/labelled.ts'
import { print } from '../terminal/print.ts'
import { printResult } from '../terminal/result.ts'
import { userPath } from '../write-file.ts'

type Options = ExperimentOptions &
  RunOptions &
  SplitOptions & { readonly from?: string } & Readonly<Record<string, unknown>>

/** The settings that fine-tuning inherits from a model: how samples are read and made into tokens, but not their augmentation. */
export function inherited<Sample>(
  modality: HostModality<Sample>,
  { saved }: TrainedModel,
  { preset }: ExperimentOptions,
): Partial<Experiment> {
  const { data, tokenizer } = savedSections(saved, modality, ['data', 'tokenizer'])
  const { augment } = modality.presets[preset].data
  const read = modality.inherit?.(data, 'train') ?? data
  return { data: { ...read, ...(augment !== undefined && { augment }) }, tokenizer }
}

/** `finetune FILES…`: a classifier or a regression, from a pre-trained model or from scratch. */
export function finetuneCommand<Sample>(modality: HostModality<Sample>): Command {
  const command = new Command('finetune')
    .description(`train a classifier or a regression on labelled ${modality.samples}, and evaluate it`)
    .argument('<files...>', modality.files)
    .option('--from <run>', 'the folder of a pre-trained model; without it, training starts from scratch')
    .option('--test <files...>', 'what to evaluate on, once, at the end')
    .option(
      '--held-out <fraction>',
      'without --test: labelled samples kept from training to evaluate on (default: 0.2)',
      fraction,
    )
  command.option(
    '--folds <count>',
    'instead of a test: cross-validation, each sample tested by a model of the other folds',
    foldCount,
  )
  addLabelOption(addValidationOptions(command), modality.samples)
  addRunOptions(addExperimentOptions(command, modality), `runs/${modality.name}/finetune/<first file>`)
  addDistributedOptions(command)
  return command.action((files: readonly string[], options: Options) => run(modality, files, options))
}

async function run<Sample>(modality: HostModality<Sample>, files: readonly string[], options: Options): Promise<void> {
  const from = options.from === undefined ? null : ofModality(await loadTrained(userPath(options.from)), modality)
  const trained = from === null ? null : asPretrained(from, 'finetune')
  const start = trained && { given: options.from!, trained }
  const chosen = resolveExperiment(modality, options, trained === null ? {} : inherited(modality, trained, options))
  const paths = [...files, ...(options.test ?? []), ...(options.validationData ?? [])]
  const idleFor = (task: Task) => idleInFinetuning(modality, chosen, paths, { start: options.from ?? null, task })
  const where = start === null ? 'in finetune' : 'in finetune --from'
  const requireUse = (task: Task) =>
    requireEffect(assignmentsOf(modality, options), idleFor(task), where, flagsOf(modality))
  // What does not depend on the files is said before they are read.
  requireUse('classification')
  const { folds } = options
  const parts =
    folds === undefined
      ? [await readSplits(modality, chosen, files, options)]
      : await readFolds(modality, chosen, files, { ...options, folds })
  const { task } = parts[0]!
  requireUse(task)
  const prepared: PreparedFinetuning<Sample>[] = []
  for (const splits of parts) prepared.push(await prepareFinetuning(modality, chosen, splits, start, options))
  const [first] = prepared as [PreparedFinetuning<Sample>]
  const notes = [...new Set(parts.flatMap((splits, part) => [...splits.notes, ...prepared[part]!.history.notes]))]
  for (const note of notes) print(note)
  if (options.dryRun) {
    print(await planOfFinetuning(first, options.seed))
    return
  }
  const folder = userPath(options.out ?? join('runs', modality.name, 'finetune', nameOf(files[0]!)))
  await withSession(programName(), await trainingEngine(folder, options), async (session) => {
    if (start !== null) session.say(`from ${options.from}: its model, its tokens, and how its files were read`)
    session.say(countsOf(first, modality.samples, folds))
    const about = { modality, file: files[0]!, from: options.from, idle: idleFor(task), notes }
    const results: SeedResult[] = []
    if (folds === undefined) {
      for (const seedRun of await openRuns(folder, options, session)) {
        const tested = await trainAndTest({ ...about, prepared: first, run: seedRun }, session, options)
        results.push(tested.result)
      }
    } else {
      const [all] = await openRuns(
        folder,
        { ...options, seeds: 1 },
        session,
        parts.map((_, fold) => foldFolder(fold)),
      )
      const tested: TestedFold<Sample>[] = []
      for (const [fold, one] of prepared.entries()) {
        const foldOf = foldRun(all!, fold, folds)
        const { result, evaluation } = await trainAndTest({ ...about, prepared: one, run: foldOf }, session, options)
        results.push(result)
        tested.push({ result, evaluation, test: one.test })
      }
      const subtitle = `${options.from === undefined ? 'from scratch' : `from ${options.from}`}, seed ${options.seed}`
      await session.ranks.onFirst(() =>
        reportFolds(tested, { modality, folder, subtitle, command: session.command, notes }),
      )
    }
    const over = folds === undefined ? 'seeds' : 'folds'
    const more = folds === undefined ? { notes, ...first.history.results } : { notes, folds }
    await session.ranks.onFirst(() => summarize(folder, results, session, more, over))
    const isWithin = folds === undefined && results.length > 1
    session.say(`\nreport  ${join(isWithin ? join(folder, 'seed-…') : folder, 'report.html')}`)
    session.say(folds === undefined ? `model   ${folder}` : `models  ${join(folder, 'fold-…')}`)
    printResult({ folder, task, runs: results, notes })
  })
}

function countsOf<Sample>(
  { splits: { train, validation, test } }: PreparedFinetuning<Sample>,
  samples: string,
  folds: number | undefined,
): string {
  const [trained, tested] = [train.set.samples.length, test.set.samples.length]
  const chosenBy = validation === null ? '' : `, ${validation.set.samples.length} to choose by`
  const counts = `${trained} ${samples} to train on${chosenBy}, ${tested} to test`
  return folds === undefined ? counts : `${folds} folds: ${counts} in the first`
}

/** Parses an integer of at least 2. */
function foldCount(text: string): number {
  const value = count(text)
  if (value < 2) throw new InvalidArgumentError('an integer of at least 2 is needed')
  return value
}
