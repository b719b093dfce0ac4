import { benchmarkCommand } from '@romae/app-common'
import { type Command, InvalidArgumentError } from 'commander'
import { userPath } from 'romae'
import { ablationText } from '../ablation/ablation-text.ts'
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
    text: ablationText,
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
