import { join } from 'node:path'
import { renderReport, trainingSections } from '@romae/report'
import { describePretraining, type PretrainedModel, pretrain, readMetrics } from '@romae/trainer/node'
import { Command } from 'commander'
import type { HostModality, SampleSet } from '../modality/host-modality.ts'
import { idleInPretraining } from '../modality/idle-settings.ts'
import { readSamples } from '../modality/read-samples.ts'
import {
  addExperimentOptions,
  assignmentsOf,
  type ExperimentOptions,
  flagsOf,
  resolveExperiment,
} from '../modality/resolve-experiment.ts'
import { savedTokenizer } from '../modality/trained-model.ts'
import { runFacts, trainingTime } from '../report/run-facts.ts'
import { describePlan } from '../run/describe-plan.ts'
import { openRuns } from '../run/open-runs.ts'
import { programName } from '../run/program-name.ts'
import { addRunOptions, fraction, type RunOptions } from '../run/run-options.ts'
import { runStage } from '../run/run-stage.ts'
import { formatSpread, type SeedRun, spreadOf } from '../run/seeds.ts'
import { nameOf, type Session, withSession } from '../run/session.ts'
import { folders } from '../run/stage-state.ts'
import { fitTokenizer } from '../samples/fit-tokenizer.ts'
import { memoryBudget } from '../samples/memory-budget.ts'
import { trainerSamples } from '../samples/trainer-samples.ts'
import type { Experiment } from '../settings/experiment.ts'
import { requireEffect, usedSettings } from '../settings/require-effect.ts'
import { pretrainingOptions } from '../settings/to-options.ts'
import { keepOut } from '../splits/keep-out.ts'
import { knownKeys } from '../splits/sample-keys.ts'
import { seenFile, seenRecord, seenSamples } from '../splits/seen-samples.ts'
import { print } from '../terminal/print.ts'
import { printResult } from '../terminal/result.ts'
import { userPath, writeFile, writeJson } from '../write-file.ts'

type Options = ExperimentOptions & RunOptions & { readonly heldOut?: number } & Readonly<Record<string, unknown>>

/** `pretrain FILES…`: learns to reconstruct hidden parts of samples; labels are not needed, and never an input. */
export function pretrainCommand<Sample>(modality: HostModality<Sample>): Command {
  const command = new Command('pretrain')
    .description(`learn from ${modality.samples} without labels, by reconstructing what is hidden`)
    .argument('<files...>', modality.files)
    .option('--held-out <fraction>', 'keeps out what finetune holds out of the same files, by the same seed', fraction)
  addRunOptions(addExperimentOptions(command, modality), `runs/${modality.name}/pretrain/<first file>`)
  return command.action((files: readonly string[], options: Options) => run(modality, files, options))
}

async function run<Sample>(modality: HostModality<Sample>, files: readonly string[], options: Options): Promise<void> {
  const chosen = resolveExperiment(modality, options)
  const idle = idleInPretraining(modality, chosen, files)
  requireEffect(assignmentsOf(modality, options), idle, 'in pretrain', flagsOf(modality))
  const all = await readSamples(modality, files, chosen.data, memoryBudget(options.memory))
  const { heldOut, seed } = options
  const whole = { set: all, notes: [] }
  const { set, notes } = heldOut === undefined ? whole : await keepOut(all, { heldOut, seed }, modality.samples)
  const experiment: Experiment = { ...chosen, data: set.data }
  const tokenizer = await fitTokenizer(modality, set.samples, experiment.tokenizer)
  const runOptions = { tokenizer, samples: await trainerSamples(set, tokenizer) }
  for (const note of notes) print(note)
  if (options.dryRun) {
    const plan = await describePretraining({
      ...runOptions,
      ...pretrainingOptions(experiment, { seed: options.seed, checkpointFolder: folders.training }),
    })
    print(describePlan('pre-training', plan))
    return
  }
  const training = seenSamples(await knownKeys(set, modality.samples))
  const record = seenRecord({ training, validation: null, pretraining: null })
  const folder = userPath(options.out ?? join('runs', modality.name, 'pretrain', nameOf(files[0]!)))
  await withSession(programName(), options, async (session) => {
    session.say(`${set.samples.length} ${modality.samples}`)
    const results: { seed: number; loss: number }[] = []
    for (const seedRun of await openRuns(folder, options, session)) {
      const { seed, prefix } = seedRun
      const model = await runStage(
        {
          label: `${prefix}pre-training`,
          folder: seedRun.folder,
          settings: { experiment: usedSettings(experiment, idle), targetScale: null },
          beside: { [seenFile]: record },
          start: (training) => pretrain({ ...runOptions, ...pretrainingOptions(experiment, { seed, ...training }) }),
        },
        session,
        options,
      )
      const loss = await report(modality, seedRun, { model, set, experiment, session })
      results.push({ seed, loss })
      session.say(`${prefix}loss of the last epoch ${loss.toPrecision(4)}`)
      session.stopIfAsked(`${prefix}pre-training done`)
    }
    const spread = spreadOf(results.map(({ loss }) => loss))
    await writeJson(join(folder, 'results.json'), { command: session.command, loss: spread, runs: results })
    if (results.length > 1) session.say(`loss of the last epoch ${formatSpread(spread)} over ${results.length} seeds`)
    session.say(`\nreport  ${join(results.length > 1 ? join(folder, 'seed-…') : folder, 'report.html')}`)
    session.say(`model   ${folder}`)
    printResult({ folder, loss: spread, runs: results })
  })
}

/** @returns the mean loss of the last epoch */
async function report<Sample>(
  modality: HostModality<Sample>,
  { folder, seed }: SeedRun,
  made: { model: PretrainedModel; set: SampleSet<Sample>; experiment: Experiment; session: Session },
): Promise<number> {
  const { model, set, experiment, session } = made
  const events = await readMetrics(folder)
  const tokenizer = modality.restore(savedTokenizer(model, modality))
  const context = { model, tokenizer, set, experiment, engine: session.engine, seed }
  const pictures = (await modality.reconstructions?.(context)) ?? []
  const [facts, command] = await runFacts(folder, 'The run')
  await writeFile(
    join(folder, 'report.html'),
    renderReport({
      title: `Pre-training on ${modality.samples}`,
      subtitle: `${set.samples.length} ${modality.samples}, seed ${seed}, ${trainingTime(events)} of steps`,
      sections: [...pictures, ...trainingSections(events), facts, command],
    }),
  )
  return events.findLast(({ type }) => type === 'epoch')!.meanLoss as number
}
