import { benchmarkCommand } from '@romae/app-common'
import type { Command } from 'commander'
import { pendulumVariant } from '../pendulum/variant.ts'

/** `pendulum`: Table 5 of the paper. */
export function pendulumCommand(): Command {
  return benchmarkCommand({
    app: 'pnpm timeseries',
    name: 'pendulum',
    description: 'the angle of a pendulum from noisy frames at irregular times (Table 5)',
    out: 'runs/pendulum',
    text: {
      name: 'pendulum',
      title: 'Pendulum: the angle from noisy frames at irregular times (Table 5)',
      notes: [
        'Films of 24 × 24 pixels, half of whose 100 frames are dropped; sine and cosine of the angle are to be told for each ' +
          'frame. Mean squared error over films, frames and the two numbers, in thousandths: the unit of CRU and S5. ' +
          'Evaluation mode; test films are drawn anew for each seed, and nothing is chosen on them.',
        'The paper’s RoMAE is printed in the unit of its script, the sum of squares over the test set in thousandths, which is ' +
          'a hundred times the mean: it is not comparable with the other columns.',
        'The preset `cpu` has a head for each frame, pixels of unit variance, trains on each film and its mirror image, and ' +
          'takes the epoch that did best on the validation films. `paper` is the reference’s protocol: one head on [CLS] for all numbers, its pixel scale, the last ' +
          'model. (Its loss is a sum; with AdamW and no clipping that makes the same updates as the mean.)',
      ],
    },
    variants: ({ preset, set }) => [pendulumVariant(preset, set)],
  })
}
