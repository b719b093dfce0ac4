import { basename, join } from 'node:path'
import { renderReport, trainingSections } from '@romae/report'
import { describeFinetuning, finetune, readMetrics } from '@romae/trainer/node'
import { Command } from 'commander'
import { type Evaluation, evaluateSet, figureIntervals, figuresOf, metricsOf } from '../modality/evaluate-set.ts'
import type { HostModality, SampleSet } from '../modality/host-modality.ts'
import { idleInFinetuning } from '../modality/idle-settings.ts'
import { readSplits, type SplitOptions } from '../modality/read-splits.ts'
import {
  addExperimentOptions,
  assignmentsOf,
  type ExperimentOptions,
  flagsOf,
  resolveExperiment,
} from '../modality/resolve-experiment.ts'
import { savedSections } from '../modality/saved-settings.ts'
import { singleTokenizer } from '../modality/single-tokenizer.ts'
import { labelsOf, numbersOf, scaleOf, type Task, targetOptions } from '../modality/targets.ts'
import { asPretrained, loadTrained, ofModality, type TrainedModel } from '../modality/trained-model.ts'
import { addValidationOptions, validationTask } from '../modality/validation.ts'
import { addDistributedOptions } from '../ranks/options.ts'
import { evaluationSections } from '../report/evaluation-sections.ts'
import { type CardFigures, writeModelCard } from '../report/model-card.ts'
import { runFacts, trainingTime } from '../report/run-facts.ts'
import { describePlan } from '../run/describe-plan.ts'
import { openRuns } from '../run/open-runs.ts'
import { programName } from '../run/program-name.ts'
import { addRunOptions, fraction, type RunOptions } from '../run/run-options.ts'
import { runStage } from '../run/run-stage.ts'
import type { SeedRun } from '../run/seeds.ts'
import { nameOf, withSession } from '../run/session.ts'
import { folders } from '../run/stage-state.ts'
import { type SeedResult, summarize } from '../run/summarize.ts'
import { fitTokenizer, printTokenizer } from '../samples/fit-tokenizer.ts'
import { augmentedSamples, trainerSamples } from '../samples/trainer-samples.ts'
import type { Experiment } from '../settings/experiment.ts'
import { requireEffect, usedSettings } from '../settings/require-effect.ts'
import { finetuningOptions } from '../settings/to-options.ts'
import { addLabelOption } from '../splits/labelled.ts'
import { seenFile } from '../splits/seen-samples.ts'
import { splitHistory } from '../splits/split-history.ts'
import { print } from '../terminal/print.ts'
import { printResult } from '../terminal/result.ts'
import { userPath, writeFile } from '../write-file.ts'

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
  addLabelOption(addValidationOptions(command), modality.samples)
  addRunOptions(addExperimentOptions(command, modality), `runs/${modality.name}/finetune/<first file>`)
  addDistributedOptions(command)
  return command.action((files: readonly string[], options: Options) => run(modality, files, options))
}

async function run<Sample>(modality: HostModality<Sample>, files: readonly string[], options: Options): Promise<void> {
  const from = options.from === undefined ? null : ofModality(await loadTrained(userPath(options.from)), modality)
  const start = from === null ? null : asPretrained(from, 'finetune')
  const chosen = resolveExperiment(modality, options, start === null ? {} : inherited(modality, start, options))
  const paths = [...files, ...(options.test ?? []), ...(options.validationData ?? [])]
  const idleFor = (task: Task) => idleInFinetuning(modality, chosen, paths, { start: options.from ?? null, task })
  const where = start === null ? 'in finetune' : 'in finetune --from'
  const requireUse = (task: Task) =>
    requireEffect(assignmentsOf(modality, options), idleFor(task), where, flagsOf(modality))
  // What does not depend on the files is said before they are read.
  requireUse('classification')
  const splits = await readSplits(modality, chosen, files, options)
  const { task } = splits
  const [train, validation, test] = [splits.train.set, splits.validation?.set ?? null, splits.test.set]
  requireUse(task)
  const experiment: Experiment = { ...chosen, data: train.data, finetuning: { ...chosen.finetuning, task } }
  const tokenizer =
    start === null ? await fitTokenizer(modality, train.samples, experiment.tokenizer) : modality.restore(start.model)
  if (start !== null) printTokenizer(modality, tokenizer)
  const targetScale = task === 'regression' ? scaleOf(numbersOf(labelsOf(train), train.ids)) : null
  const { labelSmoothing } = experiment.finetuning
  const targetsOf = (set: SampleSet<Sample>) => targetOptions(task, set, labelsOf(set), targetScale, labelSmoothing)
  const evaluation =
    validation && validationTask(await trainerSamples(validation, tokenizer), targetsOf(validation), options)
  const samples = await augmentedSamples(modality, train, tokenizer, experiment.data)
  const runOptions = { tokenizer, samples, ...targetsOf(train), ...(evaluation && { evaluation }) }
  const pretrained = start?.model ?? null
  const origin = start && { given: options.from!, folder: start.folder }
  const history = await splitHistory(splits, origin, modality.samples)
  const notes = [...splits.notes, ...history.notes]
  for (const note of notes) print(note)
  if (options.dryRun) {
    const training = { seed: options.seed, checkpointFolder: folders.training }
    const plan = await describeFinetuning({ ...runOptions, ...finetuningOptions(experiment, pretrained, training) })
    print(describePlan('fine-tuning', plan))
    return
  }
  const folder = userPath(options.out ?? join('runs', modality.name, 'finetune', nameOf(files[0]!)))
  await withSession(programName(), options, async (session) => {
    const chosenBy = validation === null ? '' : `, ${validation.samples.length} to choose by`
    if (start !== null) session.say(`from ${options.from}: its model, its tokens, and how its files were read`)
    session.say(`${train.samples.length} ${modality.samples} to train on${chosenBy}, ${test.samples.length} to test`)
    const results: SeedResult[] = []
    for (const seedRun of await openRuns(folder, options, session)) {
      const { seed, prefix } = seedRun
      const model = await runStage(
        {
          label: `${prefix}fine-tuning`,
          folder: seedRun.folder,
          settings: { experiment: usedSettings(experiment, idleFor(task)), targetScale },
          beside: { [seenFile]: history.record },
          start: (training) =>
            finetune({ ...runOptions, ...finetuningOptions(experiment, pretrained, { seed, ...training }) }),
        },
        session,
        options,
      )
      const evaluation = await evaluateSet({ model, targetScale }, tokenizer, test, labelsOf(test), session)
      const result = await session.ranks.onFirst(async () => {
        await report(modality, seedRun, evaluation, { test, notes, from: options.from })
        await writeModelCard(seedRun.folder, {
          task: task === 'regression' ? 'regress' : 'classify',
          modality: modality.name,
          samples: modality.samples,
          data: basename(files[0]!),
          channels: singleTokenizer(tokenizer)?.channels,
          classes: model.classes,
          figures: testFigures(figuresOf(evaluation), test.samples.length, modality.samples),
        })
        session.stopIfAsked(`${prefix}fine-tuning done`)
        return {
          seed,
          figures: figuresOf(evaluation),
          intervals: figureIntervals(evaluation),
          metrics: metricsOf(evaluation),
        }
      })
      results.push(result)
    }
    await session.ranks.onFirst(() => summarize(folder, results, session, { notes, ...history.results }))
    session.say(`\nreport  ${join(results.length > 1 ? join(folder, 'seed-…') : folder, 'report.html')}`)
    session.say(`model   ${folder}`)
    printResult({ folder, task, runs: results, notes })
  })
}

function testFigures(figures: Readonly<Record<string, number>>, count: number, samples: string): CardFigures {
  return {
    split: `On ${count} ${samples} that were kept from training, once, at its end:`,
    rows: Object.entries(figures).map(([name, figure]) => [name, figure.toPrecision(4)]),
  }
}

async function report<Sample>(
  modality: HostModality<Sample>,
  { folder, seed }: SeedRun,
  evaluation: Evaluation,
  { test, notes, from }: { test: SampleSet<Sample>; notes: readonly string[]; from: string | undefined },
): Promise<void> {
  const events = await readMetrics(folder)
  const [facts, command] = await runFacts(folder, 'The run')
  const start = from === undefined ? 'from scratch' : `from ${from}`
  await writeFile(
    join(folder, 'report.html'),
    renderReport({
      title: `${evaluation.task === 'regression' ? 'Regression' : 'Classification'} of ${modality.samples}`,
      subtitle: `fine-tuned ${start}, seed ${seed}, ${trainingTime(events)} of steps`,
      sections: [
        ...(await evaluationSections(evaluation, test, 'test samples', notes)),
        ...trainingSections(events),
        facts,
        command,
      ],
    }),
  )
}
