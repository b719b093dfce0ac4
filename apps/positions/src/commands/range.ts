import { benchmarkCommand, type ResultsText } from '@romae/app-common'
import { type Command, Option } from 'commander'
import { type RangeName, rangeNames } from '../range/settings.ts'
import { rangeVariants } from '../range/variants.ts'

const text: ResultsText = {
  name: 'positions-range',
  title: 'Absolute positions over two ranges (Fig. 2)',
  notes: [
    'One token and [CLS]; the position is to be told from U(0, 100) or U(0, 1000). Absolute errors at 500 points of a grid ' +
      'over the range, in the unit of positions; the curves are in the report of the run. Evaluation mode, last model.',
    'The preset `paper` has the paper’s width of 960 and SGD; `cpu` a width of 180, AdamW, targets of unit variance.',
  ],
}

/** `range`: Fig. 2 of the paper. */
export function rangeCommand(): Command {
  return benchmarkCommand<{ readonly ranges?: readonly RangeName[] }>({
    app: 'pnpm positions',
    name: 'range',
    description: 'how the error of a position depends on the range and on the place in it (Fig. 2)',
    out: 'runs/positions-range',
    text,
    addOptions: (command) =>
      command.addOption(new Option('--ranges <ranges...>', 'largest positions (default: both)').choices(rangeNames)),
    variants: ({ preset, ranges = rangeNames, set }) => rangeVariants(preset, ranges, set),
  })
}
