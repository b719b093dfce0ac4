import { join } from 'node:path'
import { Command } from 'commander'
import type { HostModality } from '../modality/host-modality.ts'
import { addExperimentOptions } from '../modality/resolve-experiment.ts'
import { addValidationOptions } from '../modality/validation.ts'
import { claimResults } from '../run/open-runs.ts'
import { programName } from '../run/program-name.ts'
import { addRunOptions, count, fraction } from '../run/run-options.ts'
import { nameOf, type Session, withSession } from '../run/session.ts'
import { addLabelOption } from '../splits/labelled.ts'
import { print } from '../terminal/print.ts'
import { printResult } from '../terminal/result.ts'
import { commandWords } from '../tune/command-words.ts'
import { finetuningSearch } from '../tune/finetuning.ts'
import { roundsOf } from '../tune/halving.ts'
import { type TuneOptions, VALIDATION } from '../tune/options.ts'
import { pretrainingSearch } from '../tune/pretraining.ts'
import { beginTuning, endTuning, type TunePlan } from '../tune/record.ts'
import { writeTuneReport } from '../tune/report.ts'
import { type Found, type Search, searchSettings } from '../tune/search.ts'
import { drawTrial, type SearchRange, searchRange } from '../tune/search-space.ts'
import { userPath, writeJson } from '../write-file.ts'

/** `tune FILES…`: settings of a fine-tuning or a pre-training, by random search with successive halving. */
export function tuneCommand<Sample>(modality: HostModality<Sample>): Command {
  const command = new Command('tune')
    .description(`search settings of finetune or pretrain for ${modality.samples}, on validation samples alone`)
    .argument('<files...>', modality.files)
    .option('--pretrain', 'settings of pretrain, by the error of hidden tokens: labels are not needed', false)
    .option('--trials <count>', 'how many settings are tried, the first as they are', count, 16)
    .option(
      '--search <key=values>',
      'where to look: key=a|b, key=0..0.3, key=1e-5..1e-2:log; may be repeated (default: rate, batch, dropout, size)',
      (text, before: readonly SearchRange[]) => [...before, searchRange(text)],
      [],
    )
    .option('--from <run>', 'the folder of a pre-trained model; without it, training starts from scratch')
    .option('--test <files...>', 'what finetune will test on: no trial gets any of it')
    .option(
      '--held-out <fraction>',
      'without --test: what finetune will hold out (default: 0.2; with --pretrain: none)',
      fraction,
    )
    .option('--out <folder>', `the folder of all trials (default: runs/${modality.name}/tune/<first file>)`)
  addLabelOption(addValidationOptions(command), modality.samples)
  addRunOptions(addExperimentOptions(command, modality), null)
  return command.action((files: readonly string[], options: TuneOptions) => run(modality, files, options))
}

async function run<Sample>(
  modality: HostModality<Sample>,
  files: readonly string[],
  options: TuneOptions,
): Promise<void> {
  const search = await (options.pretrain ? pretrainingSearch : finetuningSearch)(modality, files, options)
  for (const note of search.notes) print(note)
  const { metric, space, unit, sizes } = search
  const rounds = roundsOf(options.trials, search.length)
  const plan: TunePlan = { trials: options.trials, seed: options.seed, metric, space, rounds }
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
    session.say(`${sizes.training} ${modality.samples} to train on, ${sizes.validation} to compare by`)
    session.say(`trials: ${described}`)
    const found = await searchSettings(search, { trials, rounds }, folder, session)
    const subtitle = `${options.trials} trials, seed ${options.seed}: ${described}`
    await finish(search, found, { folder, plan, samples: modality.samples, subtitle }, session)
  })
}

/** Writes report and results, and says what was found. */
async function finish(
  { command: trains, space, metric, isHigherBetter, unit, unseen }: Search,
  { best, results }: Found,
  about: { readonly folder: string; readonly plan: TunePlan; readonly samples: string; readonly subtitle: string },
  { command, say }: Session,
): Promise<void> {
  const { folder, plan, samples, subtitle } = about
  const { settings } = results.find(({ trial }) => trial === best.trial)!
  const next = `${programName()} ${commandWords(trains, process.argv.slice(2), settings, VALIDATION)}`
  await writeTuneReport(folder, {
    samples,
    subtitle,
    metric,
    isHigherBetter,
    keys: space.map(({ key }) => key),
    rounds: plan.rounds,
    unit,
    results,
    unseen,
    command: next,
  })
  const record = { best: { trial: best.trial, settings, [metric]: best.score }, trials: results }
  await writeJson(join(folder, 'results.json'), { command, ...record, rows: results.length })
  await endTuning(folder, plan)
  const words = settings.length === 0 ? 'the settings as they are' : settings.join(' ')
  say(`\nbest    trial ${best.trial}, ${metric} ${best.score.toPrecision(4)}: ${words}`)
  say(`report  ${join(folder, 'report.html')}`)
  say(`then    ${next}`)
  printResult({ folder, ...record })
}
