import { benchmarkCommand } from '@romae/app-common'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { applySettings, userPath } from 'romae'
import { dataHelp, openDataSet } from '../imputation/data-sets.ts'
import { dataSetNames, imputationSchema, imputationSettings } from '../imputation/settings.ts'
import { imputationVariants, methodNames } from '../imputation/variants.ts'
import { programPath } from '../program-path.ts'

interface Options {
  readonly data?: string
  readonly peer?: string
  readonly methods: readonly string[]
}

/** `impute-benchmark NAME`: PyPOTS' protocol of filling gaps, beside baselines and PyPOTS' own models. */
export function imputeBenchmarkCommand(): Command {
  return benchmarkCommand<Options>({
    app: 'pnpm timeseries',
    name: 'impute-benchmark',
    description: 'values hidden at random, filled by RoMAE, by baselines, and by PyPOTS’ SAITS and BRITS (--peer)',
    argument: { name: 'name', description: dataSetNames.join(', ') },
    out: 'runs/impute-benchmark/<name>',
    text: {
      name: 'impute-benchmark',
      title: 'Filling gaps in PyPOTS’ protocol',
      layout: 'wide',
      notes: [
        'One in ten observed values of the test split is hidden, whatever the others do (MCAR), and filled from what is left of its ' +
          'window. Errors are PyPOTS’, over all hidden values of all channels, of values standardised by the training split: MAE; ' +
          'RMSE; MRE, the sum of absolute errors over that of absolute values. All methods have the same training, ' +
          'validation and test windows, and the same values hidden; of each window a method knows nothing but what is in it. ' +
          'Models are chosen on validation, nothing on test.',
        'Intervals of 90 % are made by split conformal prediction, as `romae impute` makes them, of each method: a fifth of the gaps that were hidden, drawn with ' +
          'the seed, says what the method’s own widths are worth, three tenths calibrate, and on the other half the CRPS (of 49 quantiles), the fraction ' +
          '`within`, in all and in gaps of each length that has 200 values, the mean width and Winkler’s score are measured. ' +
          '“Its own normal distributions” are the smoother’s, on the same half, as it says them: their CRPS is in closed form.',
        '`weather`: the daily weather of Seattle and New York, four variables; windows of 32 days, every other one, 2012 and half of 2013 for training, ' +
          'half a year for validation, two years for testing; one in five values is hidden, so that there are enough. ' +
          '`physionet2012`: set a as BenchPOTS prepares it: 37 variables, means of 48 hours; of those who died and those who did not, ' +
          '64 % of the stays are for training, 16 % for validation, 20 % for testing; nothing is hidden in training. ' +
          '`nyc-weather`: eight variables at New York’s three airports, hour by hour in 2013, with their own gaps; windows of 24 hours, ' +
          'January to July for training, August and September for validation, October to December for testing. ' +
          '`etth1`: loads and oil temperature of a transformer; windows of 48 hours, 14 months for training, 5 for validation, 5 for ' +
          'testing. Of these two, a tenth of the training values are kept from everyone, as BenchPOTS does with such data. Otherwise than there, training ' +
          'windows begin every 6 or 12 hours, so that there are four times as many.',
        'RoMAE: one token a value, embedded channels, time as the only axis, on what a smoother’s estimate leaves; on `physionet2012` without ' +
          'an estimate, and of three quantiles, as chosen on validation. SAITS and BRITS: PyPOTS 1.5; SAITS of two groups of two layers 128 wide, ' +
          'BRITS of width 128, MAE as loss, at most 40 epochs, on `physionet2012` 100, ended when ten bring no better validation error. ' +
          '`CPU s`: processor seconds of training and filling, all threads together.',
      ],
    },
    addOptions: (command) =>
      command
        .option('--data <path>', dataHelp)
        .option('--peer <python>', 'a Python with PyPOTS, of `pnpm bench peer FOLDER --pypots`: trains SAITS and BRITS')
        .addOption(new Option('--methods <names...>', 'these alone').choices(methodNames).default(methodNames)),
    async variants({ preset, data, peer, methods, set }, name) {
      const known = dataSetNames.find((one) => one === name)
      if (known === undefined) {
        throw new InvalidArgumentError(`there is no data set ${name}; there are ${dataSetNames.join(', ')}`)
      }
      if (preset === 'paper') throw new InvalidArgumentError('the paper fills no such gaps; use --preset cpu')
      const experiment = applySettings(imputationSettings(known, preset), imputationSchema, set)
      const python = peer === undefined ? null : programPath(peer)
      const opened = await openDataSet(known, data === undefined ? null : userPath(data), python)
      return imputationVariants(name, opened, experiment, { methods, python })
    },
  })
}
