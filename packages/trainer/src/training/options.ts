import type { AdamWOptions, Engine, Optimizer } from '@romae/engine'
import { checkKeys, requireChoice, requireFraction, requireInteger, requirePositive } from '../check-options.ts'
import { type CheckpointStorage, isCheckpointStorage } from '../checkpoints/checkpoint-storage.ts'
import { errors } from '../errors.ts'
import { type OptimizerOptions, resolveOptimizer } from './optimizer-options.ts'
import { checkSchedule, type Schedule } from './schedule.ts'

/** How to train; what both pre-training and fine-tuning understand. */
export interface TrainingOptions {
  /** Optimizer updates; give this or `epochs`. */
  readonly steps?: number
  /** Passes over the data; give this or `steps`. */
  readonly epochs?: number
  /** Samples a step. Default 32. */
  readonly batchSize?: number
  /** Leaves out the last batch of each bucket in every epoch where it is not full. Default false. */
  readonly dropLast?: boolean
  /** Peak learning rate. Default 1e-3. */
  readonly learningRate?: number
  /** Default `cosine`. */
  readonly schedule?: Schedule['kind']
  /** Default a tenth of all steps. */
  readonly warmupSteps?: number
  /** Default AdamW with the task's betas. */
  readonly optimizer?: OptimizerOptions
  /** Clips the global gradient norm; null does not. Default 1. */
  readonly clipNorm?: number | null
  /** Samples of different lengths are padded to one of at most this many lengths. Default 4. */
  readonly buckets?: number
  /** How many batches are read ahead while the engine computes. Default 4. */
  readonly prefetch?: number
  /**
   * Computes each batch in this many parts, one after another, so that it needs the memory of one part only. The update is
   * that of the whole batch, up to rounding. Default 1.
   */
  readonly accumulation?: number
  /**
   * Bytes: a run whose largest step needs more is refused before it begins, for the system would end the process in the
   * middle of it. What a step needs is core's `stepMemory`, which counts what must be there. Default: all memory of the
   * machine or container, where the engine computes in it; null: no limit.
   */
  readonly memoryLimit?: number | null
  /**
   * Keeps an exponential moving average of the weights, of this decay: evaluations, checkpoints and the model at the end are
   * of the average then. Default null: none.
   */
  readonly ema?: number | null
  /** The factor of the learning rate from each layer of the encoder to the one below it, in (0, 1]. Default 1. */
  readonly layerDecay?: number
  /** Weight decay acts on `all` parameters (default), or on `matrices`: not on norms, biases, [CLS] and mask token. */
  readonly weightDecayOn?: 'all' | 'matrices'
  /** What a loss, gradient or input that is not finite does: `stop` the run (default), or `skip` the step's update. */
  readonly nonFinite?: 'stop' | 'skip'
  /** With `nonFinite: 'skip'`: how many steps in a row may be skipped before the run stops. Default 10. */
  readonly skipLimit?: number
  /** Of initial values, order, masks and dropout: an integer of at least 0. Default 0. */
  readonly seed?: number
  /** Stops after the step in progress. */
  readonly signal?: AbortSignal
  /**
   * Where checkpoints go; none are written without it. `@romae/trainer/node` has the storage for a folder, and takes the folder
   * itself as `checkpointFolder`.
   */
  readonly checkpointStorage?: CheckpointStorage
  /** Steps between checkpoints; default only at the end. */
  readonly checkpointEvery?: number
  /** How many checkpoints stay, the newest ones; `all` removes none. Default 2. */
  readonly keepCheckpoints?: number | 'all'
  /**
   * `true` goes on, exactly, from the newest whole checkpoint in `checkpointStorage`, which must be of the same run;
   * `'auto'` does so where there is one, and starts afresh in an empty storage. Default false: starts afresh, and refuses
   * a storage that holds checkpoints.
   */
  readonly resume?: boolean | 'auto'
  /** Where to run; default `createEngine()`, disposed at the end. A given engine is left open. */
  readonly engine?: Engine
}

const trainingKeys = [
  'steps',
  'epochs',
  'batchSize',
  'dropLast',
  'learningRate',
  'schedule',
  'warmupSteps',
  'optimizer',
  'clipNorm',
  'buckets',
  'prefetch',
  'accumulation',
  'memoryLimit',
  'ema',
  'layerDecay',
  'weightDecayOn',
  'nonFinite',
  'skipLimit',
  'seed',
  'signal',
  'checkpointStorage',
  'checkpointEvery',
  'keepCheckpoints',
  'resume',
  'engine',
] as const satisfies (keyof TrainingOptions)[]

/** `TrainingOptions`, checked and with defaults. */
export interface ResolvedTraining {
  /** One of the two is null. */
  readonly steps: number | null
  readonly epochs: number | null
  readonly batchSize: number
  readonly dropLast: boolean
  readonly learningRate: number
  readonly schedule: Schedule['kind']
  /** Null: a tenth of all steps. */
  readonly warmupSteps: number | null
  readonly optimizer: Optimizer
  readonly clipNorm: number | null
  readonly buckets: number
  readonly prefetch: number
  readonly accumulation: number
  readonly memoryLimit: number | null | 'machine'
  readonly ema: number | null
  readonly layerDecay: number
  readonly weightDecayOn: 'all' | 'matrices'
  readonly nonFinite: 'stop' | 'skip'
  readonly skipLimit: number
  readonly seed: number
  readonly signal: AbortSignal | null
  readonly checkpointStorage: CheckpointStorage | null
  /** Infinity: only at the end. */
  readonly checkpointEvery: number
  /** Infinity: all. */
  readonly keepCheckpoints: number
  readonly resume: boolean | 'auto'
  readonly engine: Engine | null
}

/**
 * Checks options and fills in defaults: all that can be known before the data are.
 *
 * @param where how messages name the options
 * @throws RomaeError `TRAINER_UNKNOWN_OPTION`, `TRAINER_OPTION`
 */
export function resolveTraining(
  where: string,
  options: TrainingOptions,
  defaultOptimizer: AdamWOptions,
): ResolvedTraining {
  refuseFolder(options)
  checkKeys(where, options, trainingKeys)
  const { ema = null, nonFinite = 'stop' } = options
  const { steps, epochs, clipNorm = 1, checkpointStorage, checkpointEvery, warmupSteps } = options
  if ((steps === undefined) === (epochs === undefined)) {
    const got = steps === undefined ? 'neither' : 'both'
    throw errors.TRAINER_OPTION({ key: 'steps or epochs', got, expected: 'given, one of the two' })
  }
  const useless = (['checkpointEvery', 'keepCheckpoints', 'resume'] as const).find(
    (key) => ![undefined, false].includes(options[key] as never),
  )
  if (useless !== undefined && checkpointStorage === undefined) {
    const expected = `given with ${useless}, or checkpointFolder with the functions of @romae/trainer/node`
    throw errors.TRAINER_OPTION({ key: 'checkpointStorage', got: undefined, expected })
  }
  return {
    steps: steps === undefined ? null : requireInteger('steps', steps, 1),
    epochs: epochs === undefined ? null : requireInteger('epochs', epochs, 1),
    batchSize: requireInteger('batchSize', options.batchSize ?? 32, 1),
    dropLast: requireChoice('dropLast', options.dropLast ?? false, [true, false]),
    learningRate: requirePositive('learningRate', options.learningRate ?? 1e-3),
    schedule: requireChoice('schedule', options.schedule ?? 'cosine', ['cosine', 'constant', 'reference']),
    warmupSteps: warmupSteps === undefined ? null : requireInteger('warmupSteps', warmupSteps, 0),
    optimizer: resolveOptimizer(options.optimizer, defaultOptimizer),
    clipNorm: clipNorm === null ? null : requirePositive('clipNorm', clipNorm),
    buckets: requireInteger('buckets', options.buckets ?? 4, 1),
    prefetch: requireInteger('prefetch', options.prefetch ?? 4, 0),
    accumulation: resolveAccumulation(options.accumulation ?? 1, options.batchSize ?? 32),
    memoryLimit: resolveMemoryLimit(options.memoryLimit),
    ema: ema === null ? null : requireFraction('ema', ema),
    layerDecay: resolveLayerDecay(options.layerDecay ?? 1),
    weightDecayOn: requireChoice('weightDecayOn', options.weightDecayOn ?? 'all', ['all', 'matrices']),
    nonFinite: requireChoice('nonFinite', nonFinite, ['stop', 'skip']),
    skipLimit: resolveSkipLimit(options.skipLimit, nonFinite),
    seed: requireInteger('seed', options.seed ?? 0, 0),
    signal: resolveSignal(options.signal),
    checkpointStorage: resolveStorage(checkpointStorage),
    checkpointEvery: checkpointEvery === undefined ? Infinity : requireInteger('checkpointEvery', checkpointEvery, 1),
    keepCheckpoints: resolveKeep(options.keepCheckpoints ?? 2),
    resume: resolveResume(options.resume ?? false),
    engine: resolveEngine(options.engine),
  }
}

/** How many samples of a batch are computed at a time; null for all. */
export function partSize({ accumulation, batchSize }: ResolvedTraining): number | null {
  return accumulation === 1 ? null : Math.ceil(batchSize / accumulation)
}

function resolveAccumulation(accumulation: unknown, batchSize: number): number {
  const parts = requireInteger('accumulation', accumulation, 1)
  if (parts <= batchSize) return parts
  throw errors.TRAINER_OPTION({ key: 'accumulation', got: parts, expected: `at most the batchSize, ${batchSize}` })
}

function resolveMemoryLimit(limit: number | null | undefined): number | null | 'machine' {
  if (limit === undefined) return 'machine'
  return limit === null ? null : requirePositive('memoryLimit', limit)
}

function resolveLayerDecay(layerDecay: unknown): number {
  if (layerDecay === 1) return 1
  if (typeof layerDecay === 'number' && layerDecay > 0 && layerDecay < 1) return layerDecay
  throw errors.TRAINER_OPTION({ key: 'layerDecay', got: layerDecay, expected: 'a number above 0 and up to 1' })
}

function resolveSkipLimit(limit: unknown, nonFinite: unknown): number {
  if (limit === undefined) return 10
  if (nonFinite === 'skip') return requireInteger('skipLimit', limit, 1)
  throw errors.TRAINER_OPTION({ key: 'skipLimit', got: limit, expected: "left out without nonFinite: 'skip'" })
}

function resolveSignal(signal: unknown): AbortSignal | null {
  if (signal === undefined) return null
  if (typeof (signal as AbortSignal | null)?.aborted === 'boolean') return signal as AbortSignal
  throw errors.TRAINER_OPTION({ key: 'signal', got: signal, expected: 'an AbortSignal' })
}

/** The option of the functions of `@romae/trainer/node`, which give a storage in its place. */
function refuseFolder(options: object): void {
  const { checkpointFolder: got } = (options ?? {}) as { readonly checkpointFolder?: unknown }
  if (got === undefined) return
  const expected = 'left out here: import the function from @romae/trainer/node, or give a checkpointStorage'
  throw errors.TRAINER_OPTION({ key: 'checkpointFolder', got, expected })
}

function resolveStorage(storage: unknown): CheckpointStorage | null {
  if (storage === undefined) return null
  if (isCheckpointStorage(storage)) return storage
  const expected = 'a storage of checkpoints; for a folder, use checkpointFolder with @romae/trainer/node'
  throw errors.TRAINER_OPTION({ key: 'checkpointStorage', got: storage, expected })
}

function resolveEngine(engine: unknown): Engine | null {
  if (engine === undefined) return null
  if (typeof (engine as Engine | null)?.train === 'function') return engine as Engine
  throw errors.TRAINER_OPTION({ key: 'engine', got: engine, expected: 'an engine that createEngine made' })
}

function resolveKeep(keep: unknown): number {
  return keep === 'all' ? Infinity : requireInteger('keepCheckpoints', keep, 1)
}

function resolveResume(resume: unknown): ResolvedTraining['resume'] {
  if (typeof resume === 'boolean' || resume === 'auto') return resume
  throw errors.TRAINER_OPTION({ key: 'resume', got: resume, expected: "true, false or 'auto'" })
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
