import type { TableOptions } from '@romae/timeseries/modality'
import { seriesOptions, timeseries } from '@romae/timeseries/modality'
import { Command } from 'commander'
import { hostModality } from '../modality/make-host-modality.ts'
import { addDataOptions, addSettingsHelp } from '../modality/resolve-experiment.ts'
import { addDistributedOptions } from '../ranks/options.ts'
import { escapeFormulasOption } from '../run/escape-formulas.ts'
import { addRunOptions, count, fraction, positive, type RunOptions } from '../run/run-options.ts'
import { addIntervalOptions, type IntervalOptions, listed } from '../uncertainty/options.ts'
import { imputeSchema, imputeSettings } from './settings.ts'

/** What the user gave. */
export interface ImputeOptions extends RunOptions, IntervalOptions, Omit<TableOptions, 'value'> {
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
  readonly earlyStopping?: number
  readonly methods?: readonly string[]
  readonly best: boolean
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
    .option('--batch <count>', 'windows a step (default: 32, fewer of windows with over a thousand values)', count)
    .option('--rate <number>', 'peak learning rate (default: 0.004)', positive)
    .option('--models <count>', 'train so many, of this seed and the next ones; the mean of them fills', count, 1)
    .option('--held-out <fraction>', 'observed values kept from training to measure the error (default: 0.1)', fraction)
    .option(
      '--held-out-pattern <pattern>',
      'which values: scattered, gaps (as the file’s own), mixed, mar, blocks:LENGTH, rows:LENGTH (default: mixed, or scattered)',
    )
    .option(
      '--early-stopping <fraction>',
      'more observed values kept from training, to end it and take the model where the error on them is least (default: 0, all steps)',
      fraction,
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
  addIntervalOptions(command, 'what is filled', '<name>.intervals.csv')
    .option('--model <run>', 'use this model (of an earlier run) instead of training; channels are matched by name')
    .option(
      '--out <file>',
      'the filled file, - for standard output; of several files a folder (default: <name>.filled.csv beside each; stdin.filled.csv here)',
    )
    .addOption(escapeFormulasOption())
    .option('--folder <folder>', 'the run’s folder (default: runs/impute/<first file>)')
  addSettingsHelp(command, imputeSchema, imputeSettings)
  return addDistributedOptions(addRunOptions(command, null))
}
