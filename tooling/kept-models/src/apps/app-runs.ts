import type { App } from './run-app.ts'

/** A command of an app that trains, and one that uses what it made. Both are typed in the folder that holds the data. */
export interface AppRun {
  /** Of the run's folder. */
  readonly name: string
  readonly app: App
  /** @param out the run's folder */
  train(out: string): readonly string[]
  /** What it prints, or writes to `used.csv`, is its answer. @param model the run's folder */
  use(model: string): readonly string[]
}

const brief = (...stages: readonly string[]) =>
  stages.flatMap((stage) => ['--set', `${stage}.steps=12`, '--set', `${stage}.batchSize=4`])
const smoke = ['--preset', 'smoke', '--save-every', '4']

const waves = ['waves.csv', '--time', 'time', '--id', 'id', '--value', 'sine', 'cosine']
const images = ['images', '--set', 'data.size=8', '--set', 'tokenizer.patch=4']
const sounds = ['sounds', '--rate', '8000', '--set', 'data.bins=16', '--set', 'tokenizer.patch=[8,8]']

/** One of each kind that the apps have, in an order in which each finds what it starts from. */
export const appRuns: readonly AppRun[] = [
  {
    name: 'series-pretrain',
    app: 'timeseries',
    train: (out) => ['pretrain', ...waves, ...smoke, ...brief('pretraining'), '--out', out],
    use: (model) => ['embed', 'waves.csv', '--model', model],
  },
  {
    name: 'series-classify',
    app: 'timeseries',
    train: (out) => {
      const from = ['--from', 'finished/series-pretrain', '--label', 'kind', '--validation', '0.3']
      return ['finetune', 'waves.csv', ...from, ...smoke, ...brief('finetuning'), '--out', out]
    },
    use: (model) => ['classify', 'waves.csv', '--model', model],
  },
  {
    name: 'series-regress',
    app: 'timeseries',
    train: (out) => {
      const task = ['--label', 'frequency', '--set', 'finetuning.task=regression']
      return ['finetune', ...waves, ...task, ...smoke, ...brief('finetuning'), '--out', out]
    },
    use: (model) => ['regress', 'waves.csv', '--model', model],
  },
  {
    name: 'series-impute',
    app: 'timeseries',
    train: (out) => {
      const small = ['--set', 'model.size=16x2x1', '--set', 'model.decoder=16x2x1']
      // Enough held-out values for a calibration beside the model.
      const rest = ['--held-out', '0.5', '--save-every', '4', '--folder', out, '--out', 'filled.csv']
      return ['impute', 'gaps.csv', '--time', 'day', ...small, ...brief('pretraining'), ...rest]
    },
    use: (model) => {
      return ['impute', 'gaps.csv', '--time', 'day', '--model', model, '--out', 'used.csv']
    },
  },
  {
    name: 'image-pretrain',
    app: 'image',
    train: (out) => ['pretrain', ...images, ...smoke, ...brief('pretraining'), '--out', out],
    use: (model) => ['embed', 'images', '--model', model],
  },
  {
    name: 'image-classify',
    app: 'image',
    train: (out) => {
      const from = ['--from', 'finished/image-pretrain']
      return ['finetune', 'images', ...from, ...smoke, ...brief('finetuning'), '--out', out]
    },
    use: (model) => ['classify', 'images', '--model', model],
  },
  {
    name: 'audio-pretrain',
    app: 'audio',
    train: (out) => ['pretrain', ...sounds, ...smoke, ...brief('pretraining'), '--out', out],
    use: (model) => ['embed', 'sounds', '--model', model],
  },
  {
    name: 'audio-classify',
    app: 'audio',
    train: (out) => {
      const from = ['--from', 'finished/audio-pretrain']
      return ['finetune', 'sounds', ...from, ...smoke, ...brief('finetuning'), '--out', out]
    },
    use: (model) => ['classify', 'sounds', '--model', model],
  },
]
