import { benchmarkCommand } from '@romae/app-common'
import type { Command } from 'commander'
import { syntheticVariant } from '../synthetic/variant.ts'

/** `synthetic`: a row of the paper's Table 7. */
export function syntheticCommand(): Command {
  return benchmarkCommand({
    app: 'pnpm timeseries',
    name: 'synthetic',
    description: 'smooth random curves from 3 to 10 of their points (Table 7)',
    out: 'runs/synthetic',
    text: {
      name: 'synthetic',
      title: 'Synthetic interpolation: smooth random curves from 3 to 10 of 50 points (Table 7)',
      notes: [
        'HeTVAE’s curves, with noise of 0.1. Of each test curve 3 to 10 points are seen, each number as often; mean squared ' +
          'error over the others, against the noisy points, as published, and against the curves without noise. Only noisy ' +
          'points are trained on.',
        'Evaluation mode; test curves are drawn anew for each seed, and nothing is chosen on them. The preset `cpu` sees as ' +
          'many points in training as in the test, and takes the model that did best on validation curves; `paper` sees one ' +
          'fixed number, as the reference’s script does, and takes the last model.',
      ],
    },
    variants: ({ preset, set }) => [syntheticVariant(preset, set)],
  })
}
