import { benchmarkCommand } from '@romae/app-common'
import type { Command } from 'commander'
import { userPath } from 'romae'
import { physioNetVariant } from '../physionet/variant.ts'

/** `physionet`: a row of the paper's Table 7. */
export function physioNetCommand(): Command {
  return benchmarkCommand<{ readonly data: string }>({
    app: 'pnpm timeseries',
    name: 'physionet',
    description: 'values of intensive-care stays at hidden times (PhysioNet 2012, Table 7)',
    out: 'runs/physionet',
    text: {
      name: 'physionet2012',
      title: 'PhysioNet 2012: values at hidden times (Table 7)',
      notes: [
        'The 4,000 stays of set a, 41 variables; published figures are of 8,000 stays (sets a and b). The stays are divided at ' +
          'random by the seed: 20 % for testing, and with `cpu` 10 % of the rest for choosing the model. Half of each test ' +
          'stay’s time stamps are hidden, all variables at once (HeTVAE’s protocol). Mean squared error over all hidden ' +
          'values, each variable of unit variance over the training stays. Test stays of a single time stamp are left out. ' +
          'A line joins the nearest seen values of the same variable; where none is seen, it is the training mean. That line alone ' +
          'is below what is published, whose values must have been prepared otherwise (how is not said): that the model is below it, ' +
          'too, says little. What can be compared here is the model with the line.',
        'The preset `cpu` hides whole time stamps in training too; `paper` hides single observations, as the paper does, and ' +
          'takes the last model. Evaluation mode; nothing is chosen on the test stays.',
      ],
    },
    addOptions: (command) =>
      command.requiredOption('--data <archive>', 'set-a as .tar.xz or .tar.gz, or the folder that it unpacks to'),
    variants: async ({ preset, data, set }) => [await physioNetVariant(preset, userPath(data), set)],
  })
}
