import type { TableOptions } from '@romae/timeseries/modality'
import { seriesOptions, timeseries } from '@romae/timeseries/modality'
import { Command, InvalidArgumentError } from 'commander'
import { decimalOf } from '../decimal.ts'
import { hostModality } from '../modality/make-host-modality.ts'
import { addDataOptions, addSettingsHelp } from '../modality/resolve-experiment.ts'
import { addRunOptions, count, fraction, positive, type RunOptions } from '../run/run-options.ts'
import { escapeFormulasOption } from '../to-csv.ts'
import type { BoundOptions } from './bounds.ts'
import { imputeSchema, imputeSettings } from './settings.ts'

/** What the user gave. */
export interface ImputeOptions extends RunOptions, BoundOptions, Omit<TableOptions, 'value'> {
  readonly value?: readonly string[]
  readonly idsPerFile?: boolean
  readonly escapeFormulas: boolean
  readonly window?: number
  readonly steps?: number
  readonly batch?: number
  readonly rate?: number
  readonly models: number
  readonly heldOut?: number
  readonly heldOutPattern?: string
  readonly methods?: readonly string[]
  readonly best: boolean
  readonly coverage: number
  readonly model?: string
  readonly folder?: string
}

/** Options of reading that a file to be filled can have: it has no labels. */
const readOptions = [
  'timeFormat',
  'timeUnit',
  'value',
  'id',
  'channel',
  'ignore',
  'unit',
  'allowMissingChannels',
  'missing',
  'delimiter',
  'decimal',
  'idsPerFile',
]

/** `impute FILES…` with all its options. */
export function imputeOptions(): Command {
  const modality = hostModality(timeseries)
  const command = new Command('impute')
    .description(
      'fill the gaps of CSV files: train on what is observed in all of them, or use a model, and write each filled file',
    )
    .argument(
      '<files...>',
      'the files, of the same channels (-: standard input): one row a time stamp, or with --channel one row an observation',
    )
    .requiredOption('--time <column>', seriesOptions.time.help)
  addDataOptions(
    command,
    modality.dataOptions.filter(({ key }) => readOptions.includes(key)),
  )
    .option(
      '--window <span>',
      'time that the model sees at once, in units of the file (of dates --time-unit, days); default: 16 typical steps, more for bursts',
      positive,
    )
    .option('--steps <count>', `training steps (default: ${imputeSettings.pretraining.steps})`, count)
    .option('--batch <count>', 'windows a step (default: 32)', count)
    .option('--rate <number>', 'peak learning rate (default: 0.004)', positive)
    .option('--models <count>', 'train so many, of this seed and the next ones; the mean of them fills', count, 1)
    .option('--held-out <fraction>', 'observed values kept from training to measure the error (default: 0.1)', fraction)
    .option(
      '--held-out-pattern <pattern>',
      'which values: scattered, gaps (as the file’s own), mixed, mar, blocks:LENGTH, rows:LENGTH (default: mixed, or scattered)',
    )
    .option(
      '--methods <names>',
      'baselines to compare with, of linear, last, climatology, knn, kalman (default: all that are quick)',
      listed,
    )
    .option(
      '--best',
      'fill each channel and length of gap by the method with the least error, baselines among them',
      false,
    )
    .option('--coverage <fraction>', 'of the intervals of what is filled, in <name>.intervals.csv', coverage, 0.9)
    .option(
      '--non-negative <columns>',
      'columns that are never below 0: neither what is filled nor its interval is, by a link function',
      listed,
    )
    .option('--minimum <bounds>', 'the least that columns can be: level=2,share=0', boundsByColumn)
    .option('--maximum <bounds>', 'the most that columns can be: share=1', boundsByColumn)
    .option('--model <run>', 'use this model (of an earlier run) instead of training; channels are matched by name')
    .option(
      '--out <file>',
      'the filled file, - for standard output; of several files a folder (default: <name>.filled.csv beside each; stdin.filled.csv here)',
    )
    .addOption(escapeFormulasOption())
    .option('--folder <folder>', 'the run’s folder (default: runs/impute/<first file>)')
  addSettingsHelp(command, imputeSchema, imputeSettings)
  return addRunOptions(command, null)
}

function listed(text: string): string[] {
  return text.split(',').map((name) => name.trim())
}

function coverage(text: string): number {
  const value = Number(text)
  if (value > 0 && value < 1) return value
  throw new InvalidArgumentError('a number above 0 and below 1 is needed')
}

/** `column=number,…`: the name is what is before the last equals sign. */
function boundsByColumn(text: string): ReadonlyMap<string, number> {
  return new Map(
    listed(text).map((one): [string, number] => {
      const equals = one.lastIndexOf('=')
      const value = decimalOf(one.slice(equals + 1))
      if (equals > 0 && value !== null) return [one.slice(0, equals), value]
      throw new InvalidArgumentError('column=number is needed, parted by commas')
    }),
  )
}
