import { join } from 'node:path'
import { Command } from 'commander'
import type { HostModality } from '../modality/host-modality.ts'
import {
  type PretrainingOptions,
  planOfPretraining,
  preparePretraining,
  pretrainIn,
  readToPretrain,
  reportPretraining,
  seenIn,
} from '../modality/pretraining.ts'
import { addExperimentOptions } from '../modality/resolve-experiment.ts'
import { addDistributedOptions } from '../ranks/options.ts'
import { openRuns } from '../run/open-runs.ts'
import { programName } from '../run/program-name.ts'
import { addRunOptions, fraction } from '../run/run-options.ts'
import { formatSpread, spreadOf } from '../run/seeds.ts'
import { nameOf, withSession } from '../run/session.ts'
import { trainingEngine } from '../run/training-engine.ts'
import { keepOut } from '../splits/keep-out.ts'
import { print } from '../terminal/print.ts'
import { printResult } from '../terminal/result.ts'
import { userPath, writeJson } from '../write-file.ts'

type Options = PretrainingOptions & { readonly heldOut?: number }

/** `pretrain FILES…`: learns to reconstruct hidden parts of samples; labels are not needed, and never an input. */
export function pretrainCommand<Sample>(modality: HostModality<Sample>): Command {
  const command = new Command('pretrain')
    .description(`learn from ${modality.samples} without labels, by reconstructing what is hidden`)
    .argument('<files...>', modality.files)
    .option('--held-out <fraction>', 'keeps out what finetune holds out of the same files, by the same seed', fraction)
  addRunOptions(addExperimentOptions(command, modality), `runs/${modality.name}/pretrain/<first file>`)
  addDistributedOptions(command)
  return command.action((files: readonly string[], options: Options) => run(modality, files, options))
}

async function run<Sample>(modality: HostModality<Sample>, files: readonly string[], options: Options): Promise<void> {
  const { set: all, ...chosen } = await readToPretrain(modality, files, options, 'pretrain')
  const { heldOut, seed } = options
  const whole = { set: all, notes: [] }
  const { set, notes } = heldOut === undefined ? whole : await keepOut(all, { heldOut, seed }, modality.samples)
  const pretraining = await preparePretraining(modality, chosen, set)
  for (const note of notes) print(note)
  if (options.dryRun) {
    print(await planOfPretraining(pretraining, seed))
    return
  }
  const beside = await seenIn(pretraining, modality.samples)
  const folder = userPath(options.out ?? join('runs', modality.name, 'pretrain', nameOf(files[0]!)))
  await withSession(programName(), await trainingEngine(folder, options), async (session) => {
    session.say(`${set.samples.length} ${modality.samples}`)
    const results: { seed: number; loss: number }[] = []
    for (const seedRun of await openRuns(folder, options, session)) {
      const { seed, prefix } = seedRun
      const model = await pretrainIn(seedRun, pretraining, beside, session, options)
      const loss = await session.ranks.onFirst(async () => {
        const ofLastEpoch = await reportPretraining(modality, seedRun, pretraining, {
          model,
          session,
          file: files[0]!,
          tensorboard: options.tensorboard,
        })
        session.say(`${prefix}loss of the last epoch ${ofLastEpoch.toPrecision(4)}`)
        session.stopIfAsked(`${prefix}pre-training done`)
        return ofLastEpoch
      })
      results.push({ seed, loss })
    }
    const spread = spreadOf(results.map(({ loss }) => loss))
    const record = { command: session.command, loss: spread, runs: results }
    await session.ranks.onFirst(() => writeJson(join(folder, 'results.json'), record))
    if (results.length > 1) session.say(`loss of the last epoch ${formatSpread(spread)} over ${results.length} seeds`)
    session.say(`\nreport  ${join(results.length > 1 ? join(folder, 'seed-…') : folder, 'report.html')}`)
    session.say(`model   ${folder}`)
    printResult({ folder, loss: spread, runs: results })
  })
}
