import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { formatDuration, progressLine } from '@romae/app-common'
import { createEngine, type Engine } from '@romae/engine'
import { readLongCsv, readWideCsv, type TimeSeries, writeLongCsv, writeWideCsv } from '@romae/timeseries'
import { loadModel, type PretrainedModel, saveModel } from '@romae/trainer'
import { Command, InvalidArgumentError } from 'commander'
import {
  heldOutErrors,
  holdOut,
  type Imputer,
  type ImputeSettings,
  imputeAll,
  medianStep,
  trainImputer,
} from '../impute/impute.ts'
import { userFolder } from '../user-folder.ts'

interface ImputeOptions {
  readonly csv: string
  readonly time: string
  readonly value: readonly string[]
  readonly id?: string
  readonly channel?: string
  readonly missing: readonly string[]
  readonly window?: number
  readonly steps: number
  readonly batch: number
  readonly rate: number
  readonly heldOut: number
  readonly seed: number
  readonly checkpoint?: string
  readonly resume: boolean
  readonly out?: string
}

/** `impute --csv FILE`: fills the gaps of the user's own series. */
export function imputeCommand(): Command {
  return new Command('impute')
    .description(
      'fill the gaps of a CSV file: train on what is observed, or use a checkpoint, and write the filled file',
    )
    .requiredOption('--csv <file>', 'the file: one row a time stamp, or with --channel one row an observation')
    .requiredOption('--time <column>', 'times: numbers or ISO dates')
    .option(
      '--value <column...>',
      'columns of values (default: all others); with --channel the one column of values',
      [],
    )
    .option('--id <column>', 'tells series apart; without it the file is one series')
    .option('--channel <column>', 'names the channel of each row')
    .option('--missing <text...>', 'cells that mean missing, besides empty ones', ['NA', 'NaN', 'nan', '?'])
    .option(
      '--window <span>',
      'time that the model sees at once, in units of the file (days for dates); default 16 steps',
      positive,
    )
    .option('--steps <count>', 'training steps', positiveInteger, 400)
    .option('--batch <count>', 'windows a step', positiveInteger, 32)
    .option('--rate <number>', 'peak learning rate', positive, 1e-3)
    .option('--held-out <fraction>', 'observed values kept from training to measure the error', fraction, 0.1)
    .option('--seed <number>', 'of everything random', positiveInteger, 1)
    .option('--checkpoint <folder>', 'use this model (of an earlier run) instead of training')
    .option('--resume', 'go on with a training that was stopped (same file and options)', false)
    .option('--out <file>', 'the filled file (default: <name>.filled.csv beside the input)')
    .action(run)
}

async function run(options: ImputeOptions): Promise<void> {
  const started = performance.now()
  const file = userFolder(options.csv)
  const name = basename(file, extname(file))
  const { series, channels, timeUnit, write } = await readTable(file, options)
  const gaps = series.reduce((sum, one) => sum + countMissing(one), 0)
  console.log(`${options.csv}: ${series.length} series of ${channels.length} channels, ${gaps} missing cells`)
  const engine = await createEngine()
  try {
    const imputer = await obtainImputer(options, series, channels, name, engine)
    const filled = await imputeAll(imputer, series, engine)
    const out = userFolder(options.out ?? join(file, '..', `${name}.filled.csv`))
    await write(out, filled)
    console.log(
      `\nfilled file ${out}${timeUnit === undefined ? '' : ` (times in ${timeUnit} since 1970 are written as dates)`}`,
    )
    console.log(`done in ${formatDuration(performance.now() - started)}`)
  } finally {
    await engine.dispose()
  }
}

/** Reads the file in the shape that the options say, and knows how to write it back. */
async function readTable(file: string, options: ImputeOptions) {
  const { time, id, channel, value } = options
  const common = { time, ...(id !== undefined && { id }) }
  const missing = ['', ...options.missing]
  if (channel === undefined) {
    const data = await readWideCsv(file, { ...common, missing, channels: value.length === 0 ? 'rest' : value })
    const unit = data.timeUnit === undefined ? {} : { timeUnit: data.timeUnit }
    const write = (out: string, series: readonly TimeSeries[]) =>
      writeWideCsv(out, series, { ...common, ...unit, channels: data.channels })
    return { ...data, write }
  }
  if (value.length !== 1) throw new InvalidArgumentError(`--channel needs one --value column; got ${value.length}`)
  const data = await readLongCsv(file, { ...common, missing, channel, value: value[0]! })
  const unit = data.timeUnit === undefined ? {} : { timeUnit: data.timeUnit }
  const write = (out: string, series: readonly TimeSeries[]) =>
    writeLongCsv(out, series, { ...common, ...unit, channel, value: value[0]!, channels: data.channels })
  return { ...data, write }
}

async function obtainImputer(
  options: ImputeOptions,
  series: readonly TimeSeries[],
  channels: readonly string[],
  name: string,
  engine: Engine,
): Promise<Imputer> {
  if (options.checkpoint !== undefined) return loadImputer(userFolder(options.checkpoint))
  const settings: ImputeSettings = {
    window: options.window ?? 16 * medianStep(series),
    steps: options.steps,
    batchSize: options.batch,
    learningRate: options.rate,
    heldOut: options.heldOut,
    seed: options.seed,
  }
  const { kept, hidden } = holdOut(series, settings)
  const folder = userFolder(join('runs/impute', name))
  const imputer = await train(kept, settings, engine, join(folder, 'training'), options.resume)
  if (settings.heldOut > 0) {
    const errors = heldOutErrors(kept, hidden, await imputeAll(imputer, kept, engine))
    console.log('\nRMSE on observed values that training did not see')
    console.log(row('channel', 'values', 'RoMAE', 'linear interpolation'))
    errors.forEach(({ count, romae, linear }, index) => {
      console.log(row(channels[index]!, String(count), romae.toPrecision(4), linear.toPrecision(4)))
    })
  }
  const checkpoint = join(folder, 'checkpoint')
  await saveModel(checkpoint, imputer.model)
  await writeFile(join(checkpoint, 'window.json'), `${JSON.stringify({ window: imputer.window })}\n`)
  console.log(`\ncheckpoint  ${checkpoint}`)
  return imputer
}

/** Trains, saving the state on the way; once the model is there, it is no longer needed. */
async function train(
  kept: readonly TimeSeries[],
  settings: ImputeSettings,
  engine: Engine,
  checkpointFolder: string,
  resume: boolean,
): Promise<Imputer> {
  if (!resume && existsSync(checkpointFolder)) {
    console.log(`starting over: removing the unfinished training in ${checkpointFolder} (--resume goes on with it)`)
    await rm(checkpointFolder, { recursive: true })
  }
  const progress = progressLine('pre-training')
  const training = { checkpointFolder, checkpointEvery: 50, resume }
  const imputer = await trainImputer(kept, settings, engine, training, (event) => {
    progress(event)
    if (event.type !== 'resume') return
    for (const { folder, reason } of event.skipped) console.log(`skipped the damaged checkpoint ${folder}: ${reason}`)
    for (const { what, checkpoint, now } of event.changed) console.log(`${what} was ${checkpoint}, is ${now}`)
    console.log(`going on after step ${event.step}`)
  })
  await rm(checkpointFolder, { recursive: true })
  return imputer
}

async function loadImputer(folder: string): Promise<Imputer> {
  const model = await loadModel(folder)
  const { window } = JSON.parse(await readFile(join(folder, 'window.json'), 'utf8')) as { window: number }
  return { model: model as PretrainedModel, window }
}

function row(channel: string, count: string, romae: string, linear: string): string {
  return `  ${channel.padEnd(24)}${count.padStart(8)}${romae.padStart(12)}${linear.padStart(24)}`
}

function countMissing(series: TimeSeries): number {
  return series.channels.reduce((sum, { values }) => sum + values.filter(Number.isNaN).length, 0)
}

function positive(text: string): number {
  const value = Number(text)
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError('a positive number is needed')
  return value
}

function positiveInteger(text: string): number {
  const value = positive(text)
  if (!Number.isInteger(value)) throw new InvalidArgumentError('an integer of at least 1 is needed')
  return value
}

function fraction(text: string): number {
  const value = Number(text)
  if (!(value >= 0 && value < 1) || text.trim() === '') throw new InvalidArgumentError('a number in [0, 1) is needed')
  return value
}
