import { join } from 'node:path'
import { benchmarkCommand } from '@romae/app-common'
import { type Command, InvalidArgumentError } from 'commander'
import { applySettings, userPath } from 'romae'
import { readSplits } from '../uea/experiment.ts'
import { probeVariants } from '../uea/probe.ts'
import { ueaSchema, ueaSettings } from '../uea/settings.ts'

/** `probe-benchmark NAME`: what embeddings of a UEA data set tell, before and after pre-training, with a map of them. */
export function probeBenchmarkCommand(): Command {
  return benchmarkCommand<{ readonly data: string }>({
    app: 'pnpm timeseries',
    name: 'probe-benchmark',
    description:
      'how well embeddings of a UEA data set tell its classes, with random weights and pre-trained without labels',
    argument: { name: 'name', description: 'data set, e.g. JapaneseVowels' },
    out: 'runs/probe-benchmark/<name>',
    text: {
      name: 'probe-benchmark',
      title: 'What embeddings tell',
      layout: 'wide',
      notes: [
        'The encoder is pre-trained on the training split without labels, and then left as it is. `linear`: the accuracy on the official test split of a ' +
          'logistic regression on embeddings of the training split, whose weight decay is chosen on a part of it; `AUROC`: its mean over classes, each against all ' +
          'others; `nearest`: the accuracy by the votes of the 20 nearest. Random weights are those that training began with. The report of each run has a map of the test ' +
          'split’s embeddings, by UMAP.',
      ],
    },
    addOptions: (command) =>
      command.requiredOption('--data <folder>', 'folder with <name>/<name>_TRAIN.ts and <name>/<name>_TEST.ts'),
    async variants({ preset, data, set }, name) {
      if (preset === 'paper') throw new InvalidArgumentError('the paper probes no embeddings; use --preset cpu')
      const whole = ueaSettings(name, preset)!
      const asked = applySettings({ ...whole, data: { ...whole.data, dropped: 0 } }, ueaSchema, set)
      return probeVariants(name, await readSplits(join(userPath(data), name), name), asked)
    },
  })
}
