import { benchmarkCommand } from '@romae/app-common'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { applySettings, userPath } from 'romae'
import { forecastDataSets, openForecastData } from '../forecasting/data-sets.ts'
import { forecastBenchmarkSchema, forecastBenchmarkSettings } from '../forecasting/settings.ts'
import { forecastMethods, forecastVariants } from '../forecasting/variants.ts'
import { dataHelp } from '../imputation/data-sets.ts'

interface Options {
  readonly data?: string
  readonly methods: readonly string[]
}

/** `forecast-benchmark NAME`: forecasts from rolling origins, beside baselines. */
export function forecastBenchmarkCommand(): Command {
  return benchmarkCommand<Options>({
    app: 'pnpm timeseries',
    name: 'forecast-benchmark',
    description: 'forecasts from rolling origins by RoMAE and by baselines',
    argument: { name: 'name', description: forecastDataSets.join(', ') },
    out: 'runs/forecast-benchmark/<name>',
    text: {
      name: 'forecast-benchmark',
      title: 'Forecasts from rolling origins',
      layout: 'wide',
      notes: [
        'From each origin the next rows are forecast, of all channels, by what is before it. Seasons, statistics, baselines and models ' +
          'know only what is before the first target of all. RMSE: of each horizon over all origins, then the mean over horizons. ' +
          '`MAE / seasonal naive`: the mean absolute error over all horizons in parts of that of the seasonal naive forecast, mean of channels.',
        'Intervals of 90 % are calibrated by channel and rows ahead. The first fifth of the tested time says what the method’s own widths are ' +
          'worth; the rest is in eight blocks, of which every other one calibrates. On those between are measured the CRPS (of 49 quantiles), the fraction `within`, the mean width and Winkler’s score, ' +
          'in standard deviations of the training values.',
        '`weather`: the daily weather of Seattle and New York, horizons of 1 to 8 days, from every day of 2015 that has eight after it; in ' +
          'the channels’ own units; chosen on 2014. `etth1`: loads and oil temperature of a transformer, and `nyc-weather`: eight variables ' +
          'at three airports, hour by hour, horizons of 1 to 12 hours, from every 21st hour of the test split of `impute-benchmark`; values ' +
          'standardised by the training split, mean of channels.',
        'RoMAE is what `romae forecast` trains; on `nyc-weather` 120 steps with a learning rate of 0.001 and Huber’s loss, chosen on the part ' +
          'before the last.',
      ],
    },
    addOptions: (command) =>
      command
        .option('--data <path>', dataHelp)
        .addOption(new Option('--methods <names...>', 'these alone').choices(forecastMethods).default(forecastMethods)),
    async variants({ preset, data, methods, set }, name) {
      const known = forecastDataSets.find((one) => one === name)
      if (known === undefined) {
        throw new InvalidArgumentError(`there is no data set ${name}; there are ${forecastDataSets.join(', ')}`)
      }
      if (preset === 'paper') throw new InvalidArgumentError('the paper forecasts no such series; use --preset cpu')
      const experiment = applySettings(forecastBenchmarkSettings(known, preset), forecastBenchmarkSchema, set)
      const opened = await openForecastData(known, data === undefined ? null : userPath(data), experiment.data.choosing)
      return forecastVariants(known, opened, experiment, methods)
    },
  })
}
