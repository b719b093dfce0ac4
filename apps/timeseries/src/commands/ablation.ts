import { benchmarkCommand } from '@romae/app-common'
import { type Command, InvalidArgumentError } from 'commander'
import { userPath } from 'romae'
import { ablationVariants } from '../ablation/ablation-variants.ts'
import { tasks } from '../ablation/tasks.ts'

const names = Object.keys(tasks)

/** `ablation NAME`: what each part brings that the paper's model does not have. */
export function ablationCommand(): Command {
  return benchmarkCommand<{ readonly data?: string }>({
    app: 'pnpm timeseries',
    name: 'ablation',
    description: 'a table with and without what the paper’s model does not have, part by part',
    argument: { name: 'name', description: names.join(', ') },
    out: 'runs/ablation/<name>',
    text: {
      name: 'ablation',
      title: 'What each part brings that the paper’s model does not have',
      layout: 'wide',
      notes: [
        'The runs of the tables, with their settings, data and seeds, but for the parts: `channels embedded`, a learned vector for ' +
          'each channel in place of its index as a position; `rotations fitted`, a base for each axis that fits what samples span, in ' +
          'place of 10,000; `what a smoother leaves`, a Kalman smoother’s estimate taken out of the targets. None of them is ' +
          '`as in the paper`.',
        'The data sets of the UEA archive are of one token a value here, so that channels can be embedded; the table of theirs ' +
          'has a token a time stamp, and is not comparable. Settings of training were chosen without the parts for the paper’s tables, ' +
          'and with them for `impute-`.',
      ],
    },
    addOptions: (command) =>
      command.option('--data <path>', 'the data, where the table has some, as its own command has it'),
    async variants({ preset, data, set }, name) {
      if (!Object.hasOwn(tasks, name)) {
        throw new InvalidArgumentError(`there is no table ${name} to take apart; there are ${names.join(', ')}`)
      }
      if (preset === 'paper') throw new InvalidArgumentError('the paper has none of these parts; use --preset cpu')
      return ablationVariants(name, tasks[name]!, { preset, data: data === undefined ? null : userPath(data), set })
    },
  })
}
