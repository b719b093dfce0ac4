import type { TableOptions } from '@romae/timeseries/modality'
import { seriesOptions, timeseries } from '@romae/timeseries/modality'
import { Command } from 'commander'
import { hostModality } from '../modality/make-host-modality.ts'
import { addDataOptions, addSettingsHelp } from '../modality/resolve-experiment.ts'
import { addDistributedOptions } from '../ranks/options.ts'
import { escapeFormulasOption } from '../run/escape-formulas.ts'
import { addRunOptions, count, fraction, positive, type RunOptions } from '../run/run-options.ts'
import { addIntervalOptions, type IntervalOptions, listed } from '../uncertainty/options.ts'
import { forecastSchema, forecastSettings } from './settings.ts'

/** What the user gave. */
export interface ForecastCommandOptions extends RunOptions, IntervalOptions, Omit<TableOptions, 'value'> {
  readonly value?: readonly string[]
  readonly escapeFormulas: boolean
  readonly horizon: number
  readonly known?: readonly string[]
  readonly window?: number
  readonly steps?: number
  readonly batch?: number
  readonly rate?: number
  readonly models: number
  readonly test?: number
  readonly methods?: readonly string[]
  readonly best: boolean
  readonly model?: string
  readonly folder?: string
}

/** Options of reading that a file to be forecast can have: it has no labels. */
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
]

/** `forecast FILE` with all its options. */
export function forecastOptions(): Command {
  const modality = hostModality(timeseries)
  const command = new Command('forecast')
    .description('say what comes next in a CSV file: train on it, or use a model, and write the rows that follow')
    .argument('<file>', 'the file (-: standard input): one row a time stamp, or with --channel one row an observation')
    .requiredOption('--time <column>', seriesOptions.time.help)
    .requiredOption('--horizon <rows>', 'how many rows are forecast', count)
  addDataOptions(
    command,
    modality.dataOptions.filter(({ key }) => readOptions.includes(key)),
  )
    .option('--known <columns>', 'channels whose future is known and stands in the file, parted by commas', listed)
    .option(
      '--window <span>',
      'time that the model sees at once, the forecast included, in units of the file (of dates --time-unit, days); default: four horizons, 32 rows at least',
      positive,
    )
    .option('--steps <count>', `training steps (default: ${forecastSettings.pretraining.steps})`, count)
    .option('--batch <count>', 'windows a step (default: 32, fewer of windows with over a thousand values)', count)
    .option('--rate <number>', 'peak learning rate (default: 0.004)', positive)
    .option('--models <count>', 'train so many, of this seed and the next ones; the mean of them forecasts', count, 1)
    .option(
      '--test <fraction>',
      'the last rows, kept from training: a third to choose a method on, the rest to calibrate intervals and to report errors of (default: 0.2)',
      fraction,
    )
    .option(
      '--methods <names>',
      'baselines to compare with, of naive, seasonal, harmonics, ets, var (default: all that are quick)',
      listed,
    )
    .option(
      '--best',
      'forecast each channel and horizon by the method with the least error, baselines among them',
      false,
    )
  addIntervalOptions(command, 'what is forecast', '<name>.forecast.intervals.csv')
    .option('--model <run>', 'use this model (of an earlier run) instead of training; channels are matched by name')
    .option(
      '--out <file>',
      'the rows that follow, - for standard output (default: <name>.forecast.csv beside the input; stdin.forecast.csv here)',
    )
    .addOption(escapeFormulasOption())
    .option('--folder <folder>', 'the run’s folder (default: runs/forecast/<name>)')
  addSettingsHelp(command, forecastSchema, forecastSettings)
  return addDistributedOptions(addRunOptions(command, null))
}
