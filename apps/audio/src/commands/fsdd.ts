import {
  addMemoryOption,
  addResultsOption,
  addRunOptions,
  applySettings,
  type ComparisonOptions,
  type ComparisonText,
  type Experiment,
  experimentKinds,
  type Method,
  memoryBudget,
  type PresetName,
  presetNames,
  runComparison,
  userPath,
} from '@romae/app-common'
import { Command, Option } from 'commander'
import { readFsdd } from '../fsdd/read-fsdd.ts'
import { presets } from '../modality/presets.ts'
import type { SoundData } from '../modality/read-sounds.ts'
import { sounds } from '../modality/sounds.ts'

type FsddOptions = ComparisonOptions & { readonly data: string; readonly preset: PresetName; readonly memory?: number }

const text: ComparisonText = {
  name: 'fsdd',
  title: 'Spoken digits (FSDD): RoMAE pre-trained and from scratch, with all labels and with half of them',
  about:
    'Official split: of every speaker and digit, recordings 0 to 4 are for testing, 5 to 49 for training. Pre-training ' +
    'sees all training recordings without labels; fine-tuning has the same settings throughout. Statistics are those of ' +
    'the training recordings.',
}

/** `fsdd`: with and without pre-training, with all labels and with half. */
export function fsddCommand(): Command {
  const command = new Command('fsdd')
    .description('with and without pre-training, with all labels and with half of them, on spoken digits')
    .requiredOption('--data <archive>', 'fsdd.tar.xz, or the folder that it unpacks to')
    .addOption(new Option('--preset <preset>', 'budget').choices(presetNames).default('cpu'))
  addMemoryOption(command, sounds.samples)
  return addRunOptions(addResultsOption(command, 'fsdd.json and fsdd.md'), 'runs/audio/fsdd').action(run)
}

async function run(options: FsddOptions): Promise<void> {
  const experiment = applySettings(base(options.preset), experimentKinds(sounds.kinds), options.set)
  const splits = await readFsdd(userPath(options.data), experiment.data as SoundData, memoryBudget(options.memory))
  await runComparison(sounds, splits, methodsOf(experiment), text, options)
}

/** Recordings of half a second at 8 kHz: fewer bins, and patches of fewer frames, whatever the preset has for longer ones. */
function base(preset: PresetName): Experiment {
  const experiment = presets[preset]
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
