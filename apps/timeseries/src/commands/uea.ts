import { join } from 'node:path'
import {
  addResultsOption,
  addRunOptions,
  applySettings,
  describePlan,
  describeTwoStages,
  formatDuration,
  openRuns,
  type PresetName,
  presetNames,
  print,
  type ResultRow,
  type ResultsText,
  type RunOptions,
  requireResults,
  resultRow,
  resultsTable,
  type Session,
  saveResults,
  stageFolders,
  userPath,
  withSession,
  writeFile,
  writeJson,
} from '@romae/app-common'
import { Command, InvalidArgumentError, Option } from 'commander'
import { withinBudget } from '../uea/budget.ts'
import { readSplits, runUea, type UeaResult, type UeaSplits, ueaStages } from '../uea/experiment.ts'
import type { FittedExperiment } from '../uea/fitted-experiment.ts'
import { published } from '../uea/published.ts'
import { ueaReport } from '../uea/report.ts'
import { type UeaExperiment, ueaKinds, ueaSettings } from '../uea/settings.ts'
import { LENGTH_LIMIT, withinLength } from '../uea/thinning.ts'

interface UeaOptions extends RunOptions {
  readonly data: string
  readonly preset: PresetName
  readonly results?: string
}

/** `uea NAME`: one row of the paper's Table 6. */
export function ueaCommand(): Command {
  const command = new Command('uea')
    .description('pre-train, fine-tune and evaluate on a UEA data set with 30 % of the time stamps dropped (Table 6)')
    .argument('<name>', 'data set, e.g. BasicMotions')
    .requiredOption('--data <folder>', 'folder with <name>/<name>_TRAIN.ts and <name>/<name>_TEST.ts')
    .addOption(new Option('--preset <preset>', 'budget').choices(presetNames).default('cpu'))
  return addRunOptions(addResultsOption(command, 'uea.json and uea.md'), 'runs/uea/<name>').action(run)
}

async function run(name: string, options: UeaOptions): Promise<void> {
  const preset = ueaSettings(name, options.preset)
  if (preset === null) throw new InvalidArgumentError(`the paper has no settings for ${name}; use --preset cpu`)
  const asked = applySettings(preset, ueaKinds, options.set)
  const splits = await readSplits(join(userPath(options.data), name), name)
  const { train, test, classes } = splits
  const { experiment, notes } = await fitted(asked, splits, options)
  for (const note of notes) print(note)
  if (options.dryRun) return describe(splits, experiment, options.seed)
  print(`${name}: ${train.length} training and ${test.length} test series, ${classes.length} classes`)
  const folder = userPath(options.out ?? `runs/uea/${name}`)
  await withSession('pnpm timeseries', options, async (session) => {
    const results: UeaResult[] = []
    if (options.results !== undefined) await requireResults(userPath(options.results), ueaText)
    const runs = await openRuns(folder, options, session, Object.values(stageFolders))
    for (const seedRun of runs) {
      const result = await runUea(splits, experiment, seedRun, session, options)
      results.push(result)
      session.say(`${seedRun.prefix}accuracy ${result.metrics.accuracy.toFixed(4)}`)
      session.stopIfAsked(`${seedRun.prefix}done`)
    }
    const row = ueaRow(name, results, session)
    const preset = options.preset
    await writeJson(join(folder, 'results.json'), { ...row, preset, settings: experiment, runs: results.map(plain) })
    const others = published[name] ?? {}
    const report = { name, classes, published: others, accuracy: row, results, last: runs.at(-1)! }
    await writeFile(join(folder, 'report.html'), await ueaReport(report))
    if (options.results !== undefined) await saveResults(userPath(options.results), ueaText, [row])
    session.say(`\n${resultsTable([row])}`)
    session.say(`\nresults, report and checkpoints in ${folder}`)
    session.say(`done in ${formatDuration(1000 * session.elapsedSeconds())}`)
  })
}

/** The experiment as this machine can run it: the paper's settings as they are, others with limits on length and time. */
async function fitted(asked: UeaExperiment, splits: UeaSplits, options: UeaOptions): Promise<FittedExperiment> {
  if (options.preset === 'paper') return { experiment: asked, notes: [] }
  const thinned = withinLength(asked, splits, options.set)
  if (options.preset === 'smoke') return thinned
  const { experiment, notes } = await withinBudget(thinned.experiment, splits, options)
  return { experiment, notes: [...thinned.notes, ...notes] }
}

const ueaText: ResultsText = {
  name: 'uea',
  title: 'UEA data sets with 30 % of the time stamps dropped',
  notes: [
    'Accuracy on the official test split: pre-trained on the training split without labels, fine-tuned on it, the last model ' +
      'evaluated once, in evaluation mode. Time stamps are dropped from both splits, at random by the seed; statistics are ' +
      'those of the training split, and nothing is chosen on the test split. Other columns: as published (paper, Table 6).',
    `Of series that have more than ${LENGTH_LIMIT} time stamps left, the presets \`smoke\` and \`cpu\` keep ` +
      `${LENGTH_LIMIT} evenly spaced ones.`,
  ],
}

function ueaRow(name: string, results: readonly UeaResult[], session: Session): ResultRow {
  const others = Object.entries(published[name] ?? {}).map(([method, value]) => [method, value.toFixed(4)])
  return resultRow(
    {
      experiment: `uea/${name}`,
      metric: 'accuracy',
      results: results.map(({ seed, metrics }) => ({ seed, value: metrics.accuracy })),
      ...(others.length > 0 && { published: Object.fromEntries(others) }),
    },
    session,
  )
}

const plain = ({ seed, metrics }: UeaResult) => ({ seed, ...metrics })

async function describe(splits: UeaSplits, experiment: UeaExperiment, seed: number): Promise<void> {
  const plans = await describeTwoStages(await ueaStages(splits, experiment, seed))
  print(plans.map(({ label, plan }) => describePlan(label, plan)).join('\n\n'))
}
