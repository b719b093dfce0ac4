import { benchmarkCommand, type ResultsText } from '@romae/app-common'
import { type Command, Option } from 'commander'
import { presetSizes, type SizeName, sizeNames } from '../table/settings.ts'
import { tableVariants } from '../table/variants.ts'

const text: ResultsText = {
  name: 'positions',
  title: 'Absolute positions from relative ones (Table 1)',
  notes: [
    'A series is ten tokens of one value at positions drawn from U(1, 50); one linear head for all tokens is to say where ' +
      'each is. MSE over the test series, which are drawn anew; `variance` is that of their positions, which is what the best ' +
      'constant answer is wrong by. With [CLS], at position 0, positions relative to it are absolute ones; without it all ' +
      'tokens look alike wherever they are.',
    'Corollary 4.1 as a number: how much the encoder’s embedding changes, relative to its norm, when every position of a ' +
      'series moves by the same distance (tokens of random values).',
    'Evaluation mode, last model, nothing chosen on the test series. The preset `paper` has the settings of the paper and of ' +
      'its script (depth, heads and MLP of `tiny` for every width); `cpu` has targets of unit variance, another learning ' +
      'rate and fewer steps.',
  ],
}

/** `table`: Table 1 of the paper. */
export function tableCommand(): Command {
  return benchmarkCommand<{ readonly sizes?: readonly SizeName[] }>({
    app: 'pnpm positions',
    name: 'table',
    description:
      'absolute positions with and without [CLS] at several widths (Table 1), and translations (Corollary 4.1)',
    out: 'runs/positions',
    text,
    addOptions: (command) =>
      command.addOption(new Option('--sizes <sizes...>', 'which widths (default: the preset’s)').choices(sizeNames)),
    variants: ({ preset, sizes = presetSizes[preset], set }) => tableVariants(preset, sizes, set),
  })
}
