import { benchmarkCommand } from '@romae/app-common'
import type { Command } from 'commander'
import { spiralVariant } from '../spirals/variant.ts'

/** `spirals`: a row of the paper's Table 7. */
export function spiralsCommand(): Command {
  return benchmarkCommand({
    app: 'pnpm timeseries',
    name: 'spirals',
    description: 'masked points of noisy spirals (Table 7)',
    out: 'runs/spirals',
    text: {
      name: 'spirals',
      title: 'Spirals: masked points of noisy curves (Table 7)',
      notes: [
        'Two-dimensional spirals of 75 points with noise of 0.1 on each coordinate; 30 points are seen, 45 are to be predicted. ' +
          'Root mean squared error over spirals, masked points and both coordinates, raw (they span about 20). The model sees ' +
          'noisy points only, in training too; `spirals/clean` compares with the curves without noise, `spirals/noisy` with ' +
          'the noisy points, which no model can predict better than to 0.1 on average. Who knows the formula and finds only ' +
          'its two numbers from the seen points is the bound of the first. The paper adds noise to training samples and does not ' +
          'say whether the points that are seen in the test have it; with `clean too` they have none.',
        'Published figures are in other units or against other targets where they say so; those of other methods in Table 7 ' +
          'are of coordinates scaled to [0, 1] and are not repeated here.',
        'Evaluation mode; test spirals are drawn anew for each seed, and nothing is chosen on them. The preset `cpu` takes the ' +
          'model that did best on 100 validation spirals; `paper` has no validation and takes the last.',
      ],
    },
    variants: ({ preset, set }) => [spiralVariant(preset, set)],
  })
}
