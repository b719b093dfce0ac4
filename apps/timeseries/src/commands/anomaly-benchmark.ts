import { benchmarkCommand } from '@romae/app-common'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { applySettings } from 'romae'
import { anomalySets, openAnomalySet } from '../anomaly/data-sets.ts'
import { kinds } from '../anomaly/inject.ts'
import { anomalySchema, anomalySettings } from '../anomaly/settings.ts'
import { type AnomalyMethod, anomalyMethods, anomalyVariants } from '../anomaly/variants.ts'
import { programPath } from '../program-path.ts'

interface Options {
  readonly peer?: string
  readonly methods: readonly AnomalyMethod[]
}

/** `anomaly-benchmark NAME`: known anomalies, looked for by RoMAE and by simple detectors. */
export function anomalyBenchmarkCommand(): Command {
  return benchmarkCommand<Options>({
    app: 'pnpm timeseries',
    name: 'anomaly-benchmark',
    description:
      'known anomalies of series, looked for by RoMAE, by a rolling z-score, and by the matrix profile (--peer)',
    argument: { name: 'name', description: anomalySets.join(', ') },
    out: 'runs/anomaly-benchmark/<name>',
    text: {
      name: 'anomaly-benchmark',
      title: 'Anomalies of series',
      layout: 'wide',
      notes: [
        '`AP`: average precision of single values, with no point adjustment. `VUS-PR`: the volume under the precision-recall surface ' +
          '(Paparrizos et al. 2022), over buffers of up to a period and all thresholds. `top found`: whether the highest score is within 100 values, or a period if that is ' +
          'shorter, of an anomaly. Means of channels. `p ≤ 1 %`: how often p, measured by held-out values without anomalies, is at most 1 %, of values that are no anomaly, which ' +
          'should be 1 %, and of those that are.',
        '`internal-bleeding`: arterial pressure, series 135 of the UCR anomaly archive, as the Python package aeon ships it: 900 values for training, 300 for p-values, 6,301 for ' +
          'testing with one anomaly of 12 values. `ecg`: made by GutenTAG, as aeon ships it for its tests: 10,000 values without anomalies, the last quarter for p-values, and 10,000 with three ' +
          'anomalies of 100. `weather`: temperatures and wind of Seattle, day by day; 2012 to June 2014 for training, the rest of 2014 for p-values, 2015 for testing. Its ' +
          `anomalies are injected, other ones with each seed, two of each kind in each variable: ${kinds.map(({ name }) => name).join('; ')}.`,
        'Rolling z-score: the distance from the mean of a period about a value, without it, in its standard deviations. Matrix profile: of windows of a period, by stumpy, within ' +
          'the test series alone; a value’s score is the mean of its windows. Periods are 184, 100 and 14 values. RoMAE: one token a value, trained as `romae impute` trains ' +
          'without an estimate, with a fifth hidden, and scored by hiding as much, four times over, in windows of 128, 128 and 32 values; in blocks of a sixteenth of a period (of the weather two), over which errors are ' +
          'averaged, or value by value. No setting was chosen by these figures, but `internal-bleeding` was looked at with both before they were fixed.',
      ],
    },
    addOptions: (command) =>
      command
        .option(
          '--peer <python>',
          'a Python of `pnpm bench peer FOLDER --stumpy`, for its data sets and matrix profiles',
        )
        .addOption(
          new Option('--methods <names...>', 'these alone').choices(anomalyMethods).default([...anomalyMethods]),
        ),
    async variants({ preset, peer, methods, set }, name) {
      const known = anomalySets.find((one) => one === name)
      if (known === undefined) {
        throw new InvalidArgumentError(`there is no data set ${name}; there are ${anomalySets.join(', ')}`)
      }
      if (preset === 'paper') throw new InvalidArgumentError('the paper looks for no anomalies; use --preset cpu')
      const experiment = applySettings(anomalySettings(known, preset), anomalySchema, set)
      const python = peer === undefined ? null : programPath(peer)
      return anomalyVariants(known, (seed) => openAnomalySet(known, seed, python), experiment, { methods, python })
    },
  })
}
