import { join } from 'node:path'
import {
  addRunOptions,
  applySettings,
  describePlan,
  formatDuration,
  formatSpread,
  type PresetName,
  presetNames,
  type RunOptions,
  type Spread,
  seedRuns,
  spreadOf,
  untrainedModel,
  userPath,
  withSession,
  writeFile,
  writeJson,
} from '@romae/app-common'
import { describeFinetuning, describePretraining } from '@romae/trainer'
import { Command, InvalidArgumentError, Option } from 'commander'
import { readSplits, runUea, type UeaResult, type UeaSplits, ueaStages } from '../uea/experiment.ts'
import { published } from '../uea/published.ts'
import { ueaReport } from '../uea/report.ts'
import { type UeaExperiment, ueaKinds, ueaSettings } from '../uea/settings.ts'

interface UeaOptions extends RunOptions {
  readonly data: string
  readonly preset: PresetName
}

/** `uea NAME`: one row of the paper's Table 6. */
export function ueaCommand(): Command {
  const command = new Command('uea')
    .description('pre-train, fine-tune and evaluate on a UEA data set with 30 % of the time stamps dropped (Table 6)')
    .argument('<name>', 'data set, e.g. BasicMotions')
    .requiredOption('--data <folder>', 'folder with <name>/<name>_TRAIN.ts and <name>/<name>_TEST.ts')
    .addOption(new Option('--preset <preset>', 'budget').choices(presetNames).default('cpu'))
  return addRunOptions(command, 'runs/uea/<name>').action(run)
}

async function run(name: string, options: UeaOptions): Promise<void> {
  const preset = ueaSettings(name, options.preset)
  if (preset === null) throw new InvalidArgumentError(`the paper has no settings for ${name}; use --preset cpu`)
  const experiment = applySettings(preset, ueaKinds, options.set)
  const started = performance.now()
  const splits = await readSplits(join(userPath(options.data), name), name)
  const { train, test, classes } = splits
  if (options.dryRun) return describe(splits, experiment, options.seed)
  console.log(`${name}: ${train.length} training and ${test.length} test series, ${classes.length} classes`)
  const folder = userPath(options.out ?? `runs/uea/${name}`)
  await withSession('pnpm timeseries', options, async (session) => {
    const results: UeaResult[] = []
    const runs = seedRuns(folder, options)
    for (const seedRun of runs) {
      const result = await runUea(splits, experiment, seedRun, session, options)
      results.push(result)
      session.say(`${seedRun.prefix}accuracy ${result.metrics.accuracy.toFixed(4)}`)
      session.stopIfAsked(`${seedRun.prefix}done`)
    }
    const accuracy = spreadOf(results.map(({ metrics }) => metrics.accuracy))
    await writeJson(join(folder, 'results.json'), {
      experiment: `uea/${name}`,
      metric: 'accuracy',
      ...accuracy,
      seeds: results.map(({ seed }) => seed),
      command: session.command,
      preset: options.preset,
      settings: experiment,
      rows: results.map(({ seed, metrics }) => ({ seed, ...metrics })),
    })
    const report = { name, classes, published: published[name] ?? {}, accuracy, results, last: runs.at(-1)! }
    await writeFile(join(folder, 'report.html'), await ueaReport(report))
    printTable(name, accuracy)
    session.say(`\nresults, report and checkpoints in ${folder}`)
    session.say(`done in ${formatDuration(performance.now() - started)}`)
  })
}

async function describe(splits: UeaSplits, experiment: UeaExperiment, seed: number): Promise<void> {
  const { pretraining, finetuning } = ueaStages(splits, experiment, seed)
  const first = await describePretraining(pretraining({}))
  const second = await describeFinetuning(finetuning(untrainedModel(first.config.model), {}))
  console.log(`${describePlan('pre-training', first)}\n\n${describePlan('fine-tuning', second)}`)
}

function printTable(name: string, accuracy: Spread): void {
  console.log(`\n${name}, 30 % of the time stamps dropped, test accuracy`)
  for (const [method, value] of Object.entries(published[name] ?? {})) {
    console.log(`  ${method.padEnd(22)}${value.toFixed(4)}`)
  }
  console.log(`  ${'this run'.padEnd(22)}${formatSpread(accuracy)}`)
}
