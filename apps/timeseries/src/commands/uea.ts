import { join } from 'node:path'
import { benchmarkCommand, type PresetOptions } from '@romae/app-common'
import { type Command, InvalidArgumentError } from 'commander'
import { applySettings, print, userPath } from 'romae'
import { withinBudget } from '../uea/budget.ts'
import { readSplits, type UeaSplits, ueaVariant } from '../uea/experiment.ts'
import type { FittedExperiment } from '../uea/fitted-experiment.ts'
import { type UeaExperiment, ueaSchema, ueaSettings } from '../uea/settings.ts'
import { LENGTH_LIMIT, withinLength } from '../uea/thinning.ts'

/** `uea NAME`: one row of the paper's Table 6. */
export function ueaCommand(): Command {
  return benchmarkCommand<{ readonly data: string }>({
    app: 'pnpm timeseries',
    name: 'uea',
    description: 'pre-train, fine-tune and evaluate on a UEA data set with 30 % of the time stamps dropped (Table 6)',
    argument: { name: 'name', description: 'data set, e.g. BasicMotions' },
    out: 'runs/uea/<name>',
    text: {
      name: 'uea',
      title: 'UEA data sets with 30 % of the time stamps dropped',
      notes: [
        'Accuracy on the official test split: pre-trained on the training split without labels, fine-tuned on it, the last ' +
          'model evaluated once, in evaluation mode. Time stamps are dropped from both splits, at random by the seed; ' +
          'statistics are those of the training split, and nothing is chosen on the test split. Other columns: as published ' +
          '(paper, Table 6).',
        `Of series that have more than ${LENGTH_LIMIT} time stamps left, the presets \`smoke\` and \`cpu\` keep ` +
          `${LENGTH_LIMIT} evenly spaced ones.`,
      ],
    },
    addOptions: (command) =>
      command.requiredOption('--data <folder>', 'folder with <name>/<name>_TRAIN.ts and <name>/<name>_TEST.ts'),
    async variants(options, name) {
      const preset = ueaSettings(name, options.preset)
      if (preset === null) throw new InvalidArgumentError(`the paper has no settings for ${name}; use --preset cpu`)
      const asked = applySettings(preset, ueaSchema, options.set)
      const splits = await readSplits(join(userPath(options.data), name), name)
      const { train, test, classes } = splits
      const { experiment, notes } = await fitted(asked, splits, options)
      for (const note of notes) print(note)
      print(`${name}: ${train.length} training and ${test.length} test series, ${classes.length} classes`)
      return [ueaVariant(name, splits, experiment)]
    },
  })
}

/** The experiment as this machine can run it: the paper's settings as they are, others with limits on length and time. */
async function fitted(asked: UeaExperiment, splits: UeaSplits, options: PresetOptions): Promise<FittedExperiment> {
  if (options.preset === 'paper') return { experiment: asked, notes: [] }
  const thinned = withinLength(asked, splits, options.set)
  if (options.preset === 'smoke') return thinned
  const { experiment, notes } = await withinBudget(thinned.experiment, splits, options)
  return { experiment, notes: [...thinned.notes, ...notes] }
}
