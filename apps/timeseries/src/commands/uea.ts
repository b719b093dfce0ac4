import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { formatDuration, progressLine } from '@romae/app-common'
import { createEngine } from '@romae/engine'
import { saveModel } from '@romae/trainer'
import { Command, InvalidArgumentError, Option } from 'commander'
import { readSplits, runUea, type UeaResult } from '../uea/experiment.ts'
import { published } from '../uea/published.ts'
import { type PresetName, presetNames, ueaSettings } from '../uea/settings.ts'
import { userFolder } from '../user-folder.ts'

interface UeaOptions {
  readonly data: string
  readonly preset: PresetName
  readonly seeds: number
  readonly out?: string
}

/** `uea NAME`: one row of the paper's Table 6. */
export function ueaCommand(): Command {
  return new Command('uea')
    .description('pre-train, fine-tune and evaluate on a UEA data set with 30 % of the time stamps dropped (Table 6)')
    .argument('<name>', 'data set, e.g. BasicMotions')
    .requiredOption('--data <folder>', 'folder with <name>/<name>_TRAIN.ts and <name>/<name>_TEST.ts')
    .addOption(new Option('--preset <preset>', 'budget').choices(presetNames).default('cpu'))
    .option('--seeds <count>', 'runs with different seeds', positiveInteger, 1)
    .option('--out <folder>', 'where results and checkpoint go (default: runs/uea/<name>)')
    .action(run)
}

async function run(name: string, options: UeaOptions): Promise<void> {
  const settings = ueaSettings(name, options.preset)
  if (settings === null) throw new InvalidArgumentError(`the paper has no settings for ${name}; use --preset cpu`)
  const started = performance.now()
  const splits = await readSplits(join(userFolder(options.data), name), name)
  const { train, test, classes } = splits
  console.log(`${name}: ${train.length} training and ${test.length} test series, ${classes.length} classes`)
  const engine = await createEngine()
  const results: UeaResult[] = []
  for (let seed = 1; seed <= options.seeds; seed++) {
    const label = options.seeds === 1 ? '' : `seed ${seed}: `
    const result = await runUea(splits, settings, seed, engine, (stage) => progressLine(`${label}${stage}`))
    results.push(result)
    console.log(`${label}accuracy ${result.metrics.accuracy.toFixed(4)}`)
  }
  await engine.dispose()
  const folder = options.out === undefined ? userFolder(`runs/uea/${name}`) : userFolder(options.out)
  await save(folder, name, options, results)
  printTable(name, results)
  console.log(`\nresults and checkpoint in ${folder}`)
  console.log(`done in ${formatDuration(performance.now() - started)}`)
}

async function save(folder: string, name: string, options: UeaOptions, results: readonly UeaResult[]): Promise<void> {
  await mkdir(folder, { recursive: true })
  const rows = results.map(({ seed, metrics }) => ({ seed, ...metrics }))
  const record = {
    experiment: `uea/${name}`,
    preset: options.preset,
    settings: ueaSettings(name, options.preset),
    rows,
  }
  await writeFile(join(folder, 'results.json'), `${JSON.stringify(record, null, 2)}\n`)
  await saveModel(resolve(folder, 'checkpoint'), results.at(-1)!.model)
}

function printTable(name: string, results: readonly UeaResult[]): void {
  const accuracies = results.map(({ metrics }) => metrics.accuracy)
  const mean = accuracies.reduce((sum, value) => sum + value, 0) / accuracies.length
  const squares = accuracies.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const spread = accuracies.length === 1 ? '' : ` ± ${Math.sqrt(squares / (accuracies.length - 1)).toFixed(4)}`
  console.log(`\n${name}, 30 % of the time stamps dropped, test accuracy`)
  for (const [method, accuracy] of Object.entries(published[name] ?? {})) {
    console.log(`  ${method.padEnd(22)}${accuracy.toFixed(4)}`)
  }
  console.log(`  ${'this run'.padEnd(22)}${mean.toFixed(4)}${spread}`)
}

function positiveInteger(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('an integer of at least 1 is needed')
  return value
}
