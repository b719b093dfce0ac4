import { benchmarkCommand } from '@romae/app-common'
import { type WaveformName, waveformNames } from '@romae/datasets'
import { type Command, Option } from 'commander'
import { frequencyVariant } from '../frequencies/variant.ts'

/** `frequencies`: appendix B.4 of the paper. */
export function frequenciesCommand(): Command {
  return benchmarkCommand<{ readonly waveforms: readonly WaveformName[] }>({
    app: 'pnpm timeseries',
    name: 'frequencies',
    description: 'which frequencies a masked autoencoder keeps: half the points of noisy signals (App. B.4)',
    out: 'runs/frequencies',
    text: {
      name: 'frequencies',
      title: 'Frequencies that are kept: half the points of noisy signals (App. B.4)',
      notes: [
        'Trained on sums of one or two sines of 0 to 24 Hz at 100 points of a second, with noise of 0.1, half of the points ' +
          'masked; tested on single sines of each frequency. Mean squared error of the masked points against the signal ' +
          'without noise; the curve over frequencies is in the report of the run. The paper shows its results as plots only: ' +
          'an error that grows about linearly above 9 Hz.',
        'Of square waves and cycloids the paper says that it is the same, and not how they are made. Here they take the place ' +
          'of the sines in training and test, with the same amplitudes and phases: a square wave is 1 where the sine is not ' +
          'negative and else -1; a cycloid is the height of a point of a rolling circle’s rim over the distance, from -1 to 1. ' +
          'Both have harmonics above 50 Hz, which 100 points a second cannot show.',
        'Evaluation mode; test series are drawn anew for each seed, and nothing is chosen on them. The preset `cpu` takes the ' +
          'model that did best on validation series; `paper` takes the last.',
      ],
    },
    addOptions: (command) =>
      command.addOption(
        new Option('--waveforms <names...>', 'what signals look like').choices(waveformNames).default(['sine']),
      ),
    variants: ({ preset, waveforms, set }) => waveforms.map((waveform) => frequencyVariant(preset, waveform, set)),
  })
}
