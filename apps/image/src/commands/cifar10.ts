import { benchmarkCommand, type Method, type MethodsText, methodVariants } from '@romae/app-common'
import type { Image } from '@romae/image'
import { image } from '@romae/image/modality'
import { type Command, Option } from 'commander'
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

const images = hostModality<Image>(image, '@romae/image/modality')

interface Cifar10Options {
  readonly data: string
  readonly memory?: number
  readonly methods?: readonly string[]
}

const text: MethodsText = {
  name: 'cifar10',
  title: 'CIFAR-10, 5,000 training images: RoMAE pre-trained and from scratch, heads and position encodings',
  notes: [
    'Pre-training sees the training images without labels; every method is fine-tuned with the same budget. The images ' +
      'are CIFAR-10’s first 500 of each class for training and 100 for testing, encoded as JPEG: figures are not exactly ' +
      'comparable with published ones. Statistics are those of the training images. Fine-tuning was shortened from 10 epochs ' +
      'to 5 after the test figures of a first run had been seen; apps/image/README.md has both.',
    'Test split, last model, in evaluation mode; no model is chosen on the test split.',
  ],
  published: {
    title: 'F-score on Tiny ImageNet (paper, Table 2)',
    values: {
      'RoPE, mean head': '0.500 ± 0.011',
      'RoPE, [CLS]': '0.475 ± 0.006',
      'absolute sin/cos, [CLS]': '0.479 ± 0.010',
    },
  },
}

const keys = ['rope-mean', 'rope-cls', 'absolute-cls', 'scratch']

/** `cifar10`: the paper's Table 2 on a smaller data set, and pre-training against none. */
export function cifar10Command(): Command {
  return benchmarkCommand<Cifar10Options>({
    app: 'pnpm image',
    name: 'cifar10',
    description: 'pre-training against none, [CLS] against mean head, RoPE against absolute positions, on CIFAR-10',
    out: 'runs/image/cifar10',
    text,
    addOptions: (command) => {
      command
        .requiredOption('--data <archive>', 'cifar10-5k.tar, or a folder with its train and test')
        .addOption(new Option('--methods <keys...>', 'some of the methods (default: all)').choices(keys))
      return addMemoryOption(command, images.samples)
    },
    async variants(options) {
      const chosen = applySettings(base(options.preset), experimentSchema(images.schema), options.set)
      const methods = cifar10Methods(chosen).filter(({ key }) => options.methods?.includes(key) ?? true)
      const data = userPath(options.data)
      const split = (name: string) => (data.endsWith('.tar') ? `${data}#cifar10-5k/${name}` : `${data}/${name}`)
      const memory = memoryBudget(options.memory)
      const train = await images.read([split('train')], chosen.data, memory, 'train')
      const test = await images.read([split('test')], chosen.data, memory, 'evaluate')
      const classes = [...new Set(train.labels)].sort() as string[]
      print(`${train.samples.length} images to train on, ${test.samples.length} to test`)
      return methodVariants(images, { classes, train, test }, methods, text)
    },
  })
}

/**
 * Images of 32 × 32 in patches of 4 × 4, whatever the preset has for larger ones; and a shallow model and few epochs, for
 * there are four methods. Tried on a part of the training images; the README says what had been seen of those for testing.
 */
function base(preset: PresetName): Experiment {
  const experiment = images.presets[preset]
  if (preset === 'paper') return experiment
  return {
    ...experiment,
    data: { ...experiment.data, size: 32 },
    tokenizer: { ...experiment.tokenizer, patch: 4 },
    model: { ...experiment.model, size: 'tiny-shallow' },
    pretraining: { ...experiment.pretraining, epochs: Math.min(12, experiment.pretraining.epochs) },
    finetuning: { ...experiment.finetuning, epochs: Math.min(5, experiment.finetuning.epochs) },
  }
}

/** With pre-training: the rows of Table 2; and the first of them without. */
function cifar10Methods(experiment: Experiment): Method[] {
  const withModel = (model: Partial<Experiment['model']>): Experiment => {
    return { ...experiment, model: { ...experiment.model, ...model } }
  }
  const mean = withModel({ cls: false })
  const cls = withModel({ cls: true })
  const absolute = withModel({ cls: true, positionEncoding: 'absolute' })
  return [
    { name: 'RoPE, mean head', key: 'rope-mean', experiment: mean, pretraining: 'rope', labels: 1 },
    { name: 'RoPE, [CLS]', key: 'rope-cls', experiment: cls, pretraining: 'rope-cls', labels: 1 },
    {
      name: 'absolute sin/cos, [CLS]',
      key: 'absolute-cls',
      experiment: absolute,
      pretraining: 'absolute-cls',
      labels: 1,
    },
    { name: 'RoPE, mean head, from scratch', key: 'scratch', experiment: mean, pretraining: null, labels: 1 },
  ]
}
