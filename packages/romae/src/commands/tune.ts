import { join } from 'node:path'
import { Command } from 'commander'
import { errors } from '../errors.ts'
import type { HostModality } from '../modality/host-modality.ts'
import { idleInFinetuning } from '../modality/idle-settings.ts'
import { readSplits, type SplitOptions } from '../modality/read-splits.ts'
import {
  addExperimentOptions,
  assignmentsOf,
  type ExperimentOptions,
  flagsOf,
  resolveExperiment,
} from '../modality/resolve-experiment.ts'
import { asPretrained, loadTrained, ofModality } from '../modality/trained-model.ts'
import { addValidationOptions, hasValidation } from '../modality/validation.ts'
import { claimResults } from '../run/open-runs.ts'
import { ownFolder } from '../run/own-folder.ts'
import { programName } from '../run/program-name.ts'
import { addRunOptions, count, fraction, type RunOptions } from '../run/run-options.ts'
import { nameOf, type Session, withSession } from '../run/session.ts'
import type { Experiment } from '../settings/experiment.ts'
import { requireEffect } from '../settings/require-effect.ts'
import { addLabelOption } from '../splits/labelled.ts'
import { print } from '../terminal/print.ts'
import { printResult } from '../terminal/result.ts'
import { finetuneWords } from '../tune/finetune-words.ts'
import { bestOf, type Round, roundsOf, type Scored } from '../tune/halving.ts'
import { beginTuning, endTuning, type TunePlan } from '../tune/record.ts'
import { type TrialResult, writeTuneReport } from '../tune/report.ts'
import { assignmentsIn, defaultSpace, drawTrial, type SearchRange, searchRange } from '../tune/search-space.ts'
import { runTrial, type TrialData } from '../tune/trial.ts'
import { userPath, writeJson } from '../write-file.ts'
import { inherited } from './finetune.ts'

interface Options extends ExperimentOptions, RunOptions, SplitOptions, Readonly<Record<string, unknown>> {
  readonly set: readonly string[]
  readonly seed: number
  readonly memory?: number
  readonly from?: string
  readonly trials: number
  readonly search: readonly SearchRange[]
}

/** What trials are chosen by where nothing else is said. */
const METRIC = 'loss'
/** The part of the training samples that trials are compared on, where nothing else is said. */
const VALIDATION = 0.2
const HIGHER_IS_BETTER = ['accuracy', 'macroF1', 'weightedF1']

/** `tune FILES…`: settings of a fine-tuning, by random search with successive halving. */
export function tuneCommand<Sample>(modality: HostModality<Sample>): Command {
  const command = new Command('tune')
    .description(`search settings of finetune for labelled ${modality.samples}, on validation samples alone`)
    .argument('<files...>', modality.files)
    .option('--trials <count>', 'how many settings are tried, the first as they are', count, 16)
    .option(
      '--search <key=values>',
      'where to look: key=a|b, key=0..0.3, key=1e-5..1e-2:log; may be repeated (default: rate, batch, dropout, size)',
      (text, before: readonly SearchRange[]) => [...before, searchRange(text)],
      [],
    )
    .option('--from <run>', 'the folder of a pre-trained model; without it, training starts from scratch')
    .option('--test <files...>', 'what finetune will test on: no trial gets any of it')
    .option('--held-out <fraction>', 'without --test: what finetune will hold out (default: 0.2)', fraction)
    .option('--out <folder>', `the folder of all trials (default: runs/${modality.name}/tune/<first file>)`)
  addLabelOption(addValidationOptions(command), modality.samples)
  addRunOptions(addExperimentOptions(command, modality), null)
  return command.action((files: readonly string[], options: Options) => run(modality, files, options))
}

async function run<Sample>(modality: HostModality<Sample>, files: readonly string[], options: Options): Promise<void> {
  const validated = hasValidation(options) ? options : { ...options, validation: VALIDATION }
  const from = options.from === undefined ? null : ofModality(await loadTrained(userPath(options.from)), modality)
  const start = from === null ? null : asPretrained(from, 'finetune')
  const base = start === null ? {} : inherited(modality, start, options)
  const chosen = resolveExperiment(modality, options, base)
  const space = options.search.length > 0 ? options.search : defaultSpace(chosen, start === null)
  const settled = (settings: readonly string[]) =>
    resolveExperiment(modality, { ...options, set: [...options.set, ...settings] }, base)
  const paths = [...files, ...(options.test ?? []), ...(options.validationData ?? [])]
  const idleOf = (experiment: Experiment, task: TrialData<Sample>['task']) =>
    idleInFinetuning(modality, experiment, paths, { start: options.from ?? null, task })
  requireSearchable(space, options.set)
  // Every end of every range is a setting's value, and has an effect, before anything is read.
  for (const range of space) {
    for (const assignment of assignmentsIn(range)) {
      const asked = [...assignmentsOf(modality, options), assignment]
      requireEffect(asked, idleOf(settled([assignment]), 'classification'), 'in tune', flagsOf(modality))
    }
  }
  const { train, validation, task, notes } = await readSplits(modality, chosen, files, validated)
  for (const note of notes) print(note)
  const { epochs, steps } = chosen.finetuning
  const unit = steps == null ? 'epochs' : 'steps'
  const rounds = roundsOf(options.trials, steps ?? epochs)
  const plan: TunePlan = { trials: options.trials, seed: options.seed, metric: options.metric ?? METRIC, space, rounds }
  const data: TrialData<Sample> = {
    train: train.set,
    validation: validation!.set,
    task,
    pretrained: start?.model ?? null,
  }
  const trials = Array.from({ length: options.trials }, (_, trial) => drawTrial(space, options.seed, trial))
  const described = rounds
    .map(({ trials: some, length }) => `${some} for ${length} ${length === 1 ? unit.slice(0, -1) : unit}`)
    .join(', ')
  if (options.dryRun) {
    print(`trials: ${described}`)
    for (const [trial, settings] of trials.entries()) print(`  ${trial}  ${settings.join(' ') || 'as it is'}`)
    return
  }
  const folder = userPath(options.out ?? join('runs', modality.name, 'tune', nameOf(files[0]!)))
  await withSession(programName(), options, async (session) => {
    await claimResults(folder, session)
    await beginTuning(folder, plan, options)
    session.say(
      `${train.set.samples.length} ${modality.samples} to train on, ${validation!.set.samples.length} to compare by`,
    )
    session.say(`trials: ${described}`)
    const scores: number[][] = trials.map(() => [])
    const inRound = async (trial: number, round: number, { length }: Round): Promise<Scored> => {
      const experiment = settled([...trials[trial]!, `finetuning.${unit}=${length}`])
      const own = { ...experiment, data: data.train.data, finetuning: { ...experiment.finetuning, task } }
      const place = ownFolder(folder, `trial-${trial}-round-${round + 1}`)
      const label = `trial ${trial}, round ${round + 1}`
      const run = { label, folder: place, experiment: own, idle: idleOf(own, task) }
      const score = await runTrial(modality, data, run, session, validated)
      scores[trial]!.push(score)
      session.say(`${label}: ${plan.metric} ${score.toPrecision(4)}`)
      session.stopIfAsked(`${label} done`)
      return { trial, score }
    }
    const isHigherBetter = HIGHER_IS_BETTER.includes(plan.metric)
    let left = trials.map((_, trial) => trial)
    let ranked: readonly Scored[] = []
    for (const [round, each] of rounds.entries()) {
      const scored: Scored[] = []
      for (const trial of left.slice(0, each.trials)) scored.push(await inRound(trial, round, each))
      ranked = bestOf(scored, rounds[round + 1]?.trials ?? scored.length, isHigherBetter)
      left = ranked.map(({ trial }) => trial)
    }
    await finish(session, ranked[0]!)

    async function finish({ command, say }: Session, best: Scored): Promise<void> {
      const results = sorted(trials, scores, isHigherBetter)
      const settings = trials[best.trial]!
      const next = finetuneWords(process.argv.slice(2), settings, VALIDATION)
      await writeTuneReport(folder, {
        samples: modality.samples,
        subtitle: `${options.trials} trials, seed ${options.seed}: ${described}`,
        metric: plan.metric,
        isHigherBetter,
        keys: space.map(({ key }) => key),
        rounds,
        unit,
        results,
        command: `${programName()} ${next}`,
      })
      const record = { best: { trial: best.trial, settings, [plan.metric]: best.score }, trials: results }
      await writeJson(join(folder, 'results.json'), { command, ...record, rows: results.length })
      await endTuning(folder, plan)
      const words = settings.length === 0 ? 'the settings as they are' : settings.join(' ')
      say(`\nbest    trial ${best.trial}, ${plan.metric} ${best.score.toPrecision(4)}: ${words}`)
      say(`report  ${join(folder, 'report.html')}`)
      say(`then    ${programName()} ${next}`)
      printResult({ folder, ...record })
    }
  })
}

/** @throws RomaeError `APP_SEARCH` */
function requireSearchable(space: readonly SearchRange[], set: readonly string[]): void {
  const keys = space.map(({ key }) => key)
  for (const [index, key] of keys.entries()) {
    const refuse = (reason: string) => errors.APP_SEARCH({ search: key, reason })
    if (keys.indexOf(key) < index) throw refuse('it is there twice')
    if (key.startsWith('data.')) throw refuse('files are read once for all trials, so that no trial sees other samples')
    if (/^finetuning\.(epochs|steps)$/.test(key)) throw refuse('how long trials are trained is what halving decides')
    if (set.some((assignment) => assignment.startsWith(`${key}=`))) throw refuse('--set gives it a value already')
  }
}

/** The trials, those that came furthest first. */
function sorted(
  trials: readonly (readonly string[])[],
  scores: readonly (readonly number[])[],
  isHigherBetter: boolean,
): readonly TrialResult[] {
  const rounds = Math.max(...scores.map(({ length }) => length))
  return Array.from({ length: rounds }, (_, index) => rounds - index).flatMap((length) => {
    const last = scores.flatMap((own, trial) => (own.length === length ? [{ trial, score: own.at(-1)! }] : []))
    return bestOf(last, last.length, isHigherBetter).map(({ trial }) => {
      return { trial, settings: trials[trial]!, scores: scores[trial]! }
    })
  })
}
