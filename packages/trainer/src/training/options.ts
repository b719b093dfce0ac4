import type { AdamWOptions, Communicator, Engine, Optimizer } from '@romae/engine'
import { type OptionsOf, type ResolvedOf, type Schema, value } from '@romae/internal/options'
import { readOptions } from '../check-options.ts'
import { type CheckpointStorage, isCheckpointStorage } from '../checkpoints/checkpoint-storage.ts'
import { errors } from '../errors.ts'
import { type OptimizerOptions, resolveOptimizer } from './optimizer-options.ts'
import { checkSchedule, type Schedule } from './schedule.ts'

/**
 * The options of `training` that are plain data: kind, bounds, default and help of each, for whoever makes a command line, a
 * form or a page of them. `optimizer` is in `optimizerOptions`; `engine`, `signal` and `checkpointStorage` are objects.
 */
export const trainingOptions = {
  steps: { kind: 'integer', least: 1, or: [null], default: null, help: 'optimizer updates; give this or `epochs`' },
  epochs: { kind: 'integer', least: 1, or: [null], default: null, help: 'passes over the data; give this or `steps`' },
  batchSize: {
    kind: 'integer',
    least: 1,
    default: 32,
    help: 'samples a step; the last batch of a bucket may be smaller',
  },
  dropLast: { kind: 'flag', default: false, help: 'leaves that smaller batch out, in every epoch other samples' },
  learningRate: { kind: 'number', above: 0, default: 1e-3, help: 'the peak' },
  schedule: {
    kind: 'choice',
    of: ['cosine', 'constant', 'reference'],
    default: 'cosine',
    help: 'of the learning rate; `reference` is the formula of the PyTorch code, quirks included',
  },
  warmupSteps: {
    kind: 'integer',
    least: 0,
    or: [null],
    default: null,
    help: 'linear, up to the peak; `null`: a tenth of all steps',
  },
  clipNorm: {
    kind: 'number',
    above: 0,
    or: [null],
    default: 1,
    help: 'clips the norm of the gradient over all parameters; `null` does not',
  },
  lengthBuckets: {
    kind: 'integer',
    least: 1,
    default: 4,
    help: 'samples are padded to one of at most this many lengths, each compiled once',
  },
  prefetch: { kind: 'integer', least: 0, default: 4, help: 'batches that are read ahead while the engine computes' },
  gradientAccumulationSteps: {
    kind: 'integer',
    least: 1,
    default: 1,
    help: 'computes each batch in so many micro-batches, one after another: the same update, up to rounding, in less memory',
  },
  activationCheckpointing: {
    kind: 'flag',
    default: false,
    help:
      'keeps only a part of what the forward pass makes, and computes the rest again in the backward pass: the same numbers in less ' +
      'memory and more time, for long samples; on engines that compile, on the CPU',
  },
  memoryLimit: {
    kind: 'number',
    above: 0,
    or: [null, 'machine'],
    default: 'machine',
    help:
      'bytes: a run whose largest step needs more (core’s `stepMemory`), or, on engines that keep the memory of each length, steps ' +
      'of all lengths, is refused before it begins, as the system may kill the process otherwise; `machine`: all that the machine or container has; `null`: no limit',
  },
  emaDecay: {
    kind: 'number',
    least: 0,
    below: 1,
    or: [null],
    default: null,
    help: 'of a moving average of the weights: evaluations, checkpoints and the final model are of the average (1)',
  },
  layerDecay: {
    kind: 'number',
    above: 0,
    most: 1,
    default: 1,
    help: 'factor of the learning rate from each layer of the encoder to the one below it',
  },
  freeze: {
    kind: 'choice',
    of: ['encoder'],
    help: 'what keeps its weights: all but the head (or decoder) that reads it, as for a linear probe',
  },
  weightDecayOn: {
    kind: 'choice',
    of: ['all', 'matrices'],
    default: 'all',
    help: '`matrices`: no weight decay on norms, biases, [CLS] and the mask token',
  },
  onNonFinite: {
    kind: 'choice',
    of: ['stop', 'skip'],
    default: 'stop',
    help: '`skip`: a step whose loss, gradient or input is not finite makes no update and is counted',
  },
  skipLimit: {
    kind: 'integer',
    least: 1,
    default: 10,
    needs: { onNonFinite: 'skip' },
    help: 'so many steps in a row may be skipped; one more stops the run',
  },
  seed: { kind: 'integer', least: 0, default: 0, help: 'of initial values, order, masks and dropout' },
  checkpointEvery: { kind: 'integer', least: 1, needs: 'checkpointStorage', help: 'steps between checkpoints' },
  keepCheckpoints: {
    kind: 'integer',
    least: 1,
    or: ['all'],
    default: 2,
    needs: 'checkpointStorage',
    help: 'how many stay, the newest ones, beside that of the best evaluation, which always stays; `all` removes none',
  },
  resume: {
    kind: 'flag',
    or: ['auto'],
    default: false,
    needs: 'checkpointStorage',
    help: '`true` goes on, exactly, from the newest whole checkpoint of the same run; `auto` does where there is one',
  },
} as const satisfies Schema

/** What pre-training and fine-tuning understand. */
const trainingSchema = {
  ...trainingOptions,
  optimizer: {
    kind: value<OptimizerOptions>(),
    expected: 'an object of options',
    help: 'AdamW, weight decay 0.05, with betas 0.9, 0.95 in pre-training and 0.9, 0.999 in fine-tuning; or SGD',
  },
  signal: {
    kind: value<AbortSignal>(),
    has: 'aborted',
    expected: 'an AbortSignal',
    help: 'stops after the step in progress, with a checkpoint and `stopped: true`',
  },
  checkpointStorage: {
    kind: value<CheckpointStorage>(),
    test: isCheckpointStorage,
    expected: 'a storage of checkpoints; for a folder, use checkpointFolder with @romae/trainer/node or /browser',
    hint: 'or checkpointFolder with the functions of @romae/trainer/node or /browser',
    help:
      'where checkpoints go: at the end, and every `checkpointEvery` steps; none are written without it. The functions of ' +
      '`@romae/trainer/node` and `/browser` take a folder as `checkpointFolder`',
  },
  engine: {
    kind: value<Engine>(),
    has: 'train',
    expected: 'an engine that createEngine made',
    help: 'of `@romae/engine`; default `createEngine()`, disposed at the end; one that you give is left open',
  },
  communicator: {
    kind: value<Communicator>(),
    has: 'allReduce',
    expected: 'a communicator, as connect() of @romae/distributed makes one',
    help:
      'of several processes that train one model together, each on its rows of every batch: `batchSize` is that of all of them, ' +
      'and checkpoints are read and written by the first',
  },
} as const satisfies Schema

/** How to train; what both pre-training and fine-tuning understand. */
export interface TrainingOptions extends OptionsOf<typeof trainingSchema> {}

/** `TrainingOptions`, checked and with defaults. */
export interface ResolvedTraining extends Omit<ResolvedOf<typeof trainingSchema>, 'optimizer'> {
  readonly optimizer: Optimizer
}

/**
 * Checks options and fills in defaults: all that can be known before the data are.
 *
 * @param of how messages name the options
 * @throws RomaeError `TRAINER_UNKNOWN_OPTION`, `TRAINER_OPTION`
 */
export function resolveTraining(of: string, options: TrainingOptions, adamw: AdamWOptions): ResolvedTraining {
  if ((options as { readonly checkpointFolder?: unknown } | undefined)?.checkpointFolder !== undefined) {
    const rule =
      'is of the functions of @romae/trainer/node and @romae/trainer/browser: import them from there, or give a checkpointStorage'
    throw errors.TRAINER_OPTION({ of, key: 'checkpointFolder', rule })
  }
  const training = readOptions(of, trainingSchema, options)
  const { steps, epochs, batchSize, gradientAccumulationSteps: microBatches } = training
  if ((steps === null) === (epochs === null)) {
    const rule = steps === null ? 'must be given, and neither is' : 'are both given, where one decides'
    throw errors.TRAINER_OPTION({ of, key: 'steps or epochs', rule })
  }
  if (microBatches > batchSize) {
    const expected = `at most the batchSize, ${batchSize}`
    throw errors.TRAINER_OPTION({ of, key: 'gradientAccumulationSteps', got: microBatches, expected })
  }
  return { ...training, optimizer: resolveOptimizer(training.optimizer, adamw) }
}

/** Options that say where to run and what to save, and not what the numbers are. */
const unrecorded = [
  'prefetch',
  'activationCheckpointing',
  'memoryLimit',
  'signal',
  'checkpointStorage',
  'checkpointEvery',
  'keepCheckpoints',
  'resume',
  'engine',
  'communicator',
] as const satisfies (keyof ResolvedTraining)[]

export type RecordedOption = Exclude<keyof ResolvedTraining, (typeof unrecorded)[number]>

/** The others: what a run is known by, as plain JSON. */
export function recordedOptions(training: ResolvedTraining): Pick<ResolvedTraining, RecordedOption> {
  const entries = Object.entries(training).filter(([key]) => !unrecorded.includes(key as never))
  return Object.fromEntries(entries) as unknown as Pick<ResolvedTraining, RecordedOption>
}

/** How many samples of a batch are computed at a time; null for all. */
export function microBatchSize({
  gradientAccumulationSteps: microBatches,
  batchSize,
}: ResolvedTraining): number | null {
  return microBatches === 1 ? null : Math.ceil(batchSize / microBatches)
}

/**
 * The learning-rate schedule of a run whose epochs have `perEpoch` batches.
 *
 * @throws RomaeError `TRAINER_OPTION` where the warm-up is longer than the run
 */
export function scheduleOf(training: ResolvedTraining, perEpoch: number): Schedule {
  const { steps, epochs, schedule: kind, learningRate: baseRate } = training
  const totalSteps = steps ?? epochs! * perEpoch
  const warmupSteps = training.warmupSteps ?? Math.round(totalSteps / 10)
  const schedule = { kind, baseRate, warmupSteps, totalSteps }
  checkSchedule(schedule)
  return schedule
}
