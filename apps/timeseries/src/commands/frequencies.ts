import { benchmarkCommand } from '@romae/app-common'
import type { Command } from 'commander'
import { frequencyVariant } from '../frequencies/variant.ts'

/** `frequencies`: appendix B.4 of the paper. */
export function frequenciesCommand(): Command {
  return benchmarkCommand({
    app: 'pnpm timeseries',
    name: 'frequencies',
    description: 'which frequencies a masked autoencoder keeps: half the points of noisy sines (App. B.4)',
    out: 'runs/frequencies',
    text: {
      name: 'frequencies',
      title: 'Frequencies that are kept: half the points of noisy sines (App. B.4)',
      notes: [
        'Trained on sums of one or two sines of 0 to 24 Hz at 100 points of a second, with noise of 0.1, half of the points ' +
          'masked; tested on single sines of each frequency. Mean squared error of the masked points against the sine without ' +
          'noise; the curve over frequencies is in the report of the run. The paper shows its results as plots only: an error ' +
          'that grows about linearly above 9 Hz.',
        'Evaluation mode; test series are drawn anew for each seed, and nothing is chosen on them.',
      ],
    },
    variants: ({ preset, set }) => [frequencyVariant(preset, set)],
  })
}
