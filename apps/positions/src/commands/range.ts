import {
  addResultsOption,
  addRunOptions,
  type BenchmarkOptions,
  type PresetName,
  presetNames,
  type ResultsText,
  runBenchmark,
} from '@romae/app-common'
import { Command, Option } from 'commander'
import { type RangeName, rangeNames } from '../range/settings.ts'
import { rangeVariants } from '../range/variants.ts'

type RangeOptions = BenchmarkOptions & { readonly preset: PresetName; readonly ranges?: readonly RangeName[] }

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
  const command = new Command('range')
    .description('how the error of a position depends on the range and on the place in it (Fig. 2)')
    .addOption(new Option('--preset <preset>', 'budget').choices(presetNames).default('cpu'))
    .addOption(new Option('--ranges <ranges...>', 'largest positions (default: both)').choices(rangeNames))
  addResultsOption(command, 'positions-range.json and positions-range.md')
  return addRunOptions(command, 'runs/positions-range').action((options: RangeOptions) => {
    const variants = rangeVariants(options.preset, options.ranges ?? rangeNames, options.set)
    return runBenchmark({ app: 'pnpm positions', out: 'runs/positions-range', text, variants }, options)
  })
}
