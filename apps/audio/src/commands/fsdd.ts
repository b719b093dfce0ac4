import { benchmarkCommand, type Method, type MethodsText, methodVariants, readFsdd } from '@romae/app-common'
import type { Spectrogram } from '@romae/audio'
import { audio } from '@romae/audio/modality'
import type { Command } from 'commander'
import {
  addMemoryOption,
  applySettings,
  type Experiment,
  experimentSchema,
  hostModality,
  memoryBudget,
  type PresetName,
  print,
  userPath,
} from 'romae'

const sounds = hostModality<Spectrogram>(audio, '@romae/audio/modality')

const text: MethodsText = {
  name: 'fsdd',
  title: 'Spoken digits (FSDD): RoMAE pre-trained and from scratch, with all labels and with half of them',
  notes: [
    'Official split: of every speaker and digit, recordings 0 to 4 are for testing, 5 to 49 for training. Pre-training ' +
      'sees all training recordings without labels; fine-tuning has the same settings throughout. Statistics are those of ' +
      'the training recordings.',
    'Test split, last model, in evaluation mode; no model is chosen on the test split.',
  ],
}

/** `fsdd`: with and without pre-training, with all labels and with half. */
export function fsddCommand(): Command {
  return benchmarkCommand<{ readonly data: string; readonly memory?: number }>({
    app: 'pnpm audio',
    name: 'fsdd',
    description: 'with and without pre-training, with all labels and with half of them, on spoken digits',
    out: 'runs/audio/fsdd',
    text,
    addOptions: (command) => {
      command.requiredOption('--data <archive>', 'fsdd.tar.xz, or the folder that it unpacks to')
      return addMemoryOption(command, sounds.samples)
    },
    async variants(options) {
      const experiment = applySettings(base(options.preset), experimentSchema(sounds.schema), options.set)
      const splits = await readFsdd(userPath(options.data), experiment.data, memoryBudget(options.memory))
      print(`${splits.train.samples.length} sounds to train on, ${splits.test.samples.length} to test`)
      return methodVariants(sounds, splits, methodsOf(experiment), text)
    },
  })
}

/** Recordings of half a second at 8 kHz: fewer bins, and patches of fewer frames, whatever the preset has for longer ones. */
function base(preset: PresetName): Experiment {
  const experiment = sounds.presets[preset]
  if (preset === 'paper') return experiment
  return {
    ...experiment,
    data: { ...experiment.data, rate: 8000, bins: 64, seconds: 1 },
    tokenizer: { ...experiment.tokenizer, patch: [4, 16] },
  }
}

function methodsOf(experiment: Experiment): Method[] {
  return [1, 0.5].flatMap((labels) => {
    const part = labels === 1 ? 'all labels' : 'half the labels'
    const key = labels === 1 ? 'all' : 'half'
    return [
      { name: `pre-trained, ${part}`, key: `pretrained-${key}`, experiment, pretraining: 'all', labels },
      { name: `from scratch, ${part}`, key: `scratch-${key}`, experiment, pretraining: null, labels },
    ]
  })
}
