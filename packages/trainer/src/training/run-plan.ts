import { type RomaeConfig, type StepMemory, stepFlops, stepMemory } from '@romae/core'
import { type Versions, versions } from '../checkpoints/run-record.ts'
import { type Bucket, batchesOf, batchesPerEpoch, makeBuckets, samplesAnEpoch } from '../data/buckets.ts'
import type { TokenizerRecord } from '../model/tokenizer-record.ts'
import type { Note } from '../notes.ts'
import { handOver } from './hand-over.ts'
import type { LoopTask } from './loop-task.ts'
import { runConfig } from './make-run-config.ts'
import { microBatchSize, type ResolvedTraining, scheduleOf } from './options.ts'
import type { RunConfig } from './run-config.ts'
import type { Schedule } from './schedule.ts'

/** What a run is going to do, known before it runs: plain JSON. */
export interface RunPlan<Config extends RomaeConfig = RomaeConfig> {
  readonly config: RunConfig<Config>
  /** Which tokenizer makes the tokens; its state is in the configuration. */
  readonly tokenizer: TokenizerRecord
  /** What should be known, and stops nothing: such as a tokenizer that was accepted, or could not be compared. */
  readonly notes: readonly Note[]
  readonly versions: Versions
  /** How many numbers the model has. */
  readonly parameters: number
  readonly samples: number
  /** Optimizer updates. */
  readonly steps: number
  /** Passes over the data; the last may be cut short. */
  readonly epochs: number
  readonly batchesPerEpoch: number
  /** The lengths that samples are padded to, the shortest first. */
  readonly buckets: readonly BucketPlan[]
  /**
   * Floating-point operations in matrix products: of a step, on average over an epoch, and of the whole run. The measure
   * is core's `stepFlops`.
   */
  readonly flops: { readonly step: number; readonly run: number }
  /** An estimate for the largest step, in bytes: core's `stepMemory`. */
  readonly memory: StepMemory
  /** The same where memory once used for a length is kept for it, in bytes: engines that compile do so. */
  readonly memoryOfAllLengths: number
}

/** Samples that are padded to one length. */
export interface BucketPlan {
  /** Tokens, padding included. */
  readonly length: number
  /** Of several modalities: the tokens of each. */
  readonly parts?: readonly number[]
  readonly samples: number
  /** Batches in an epoch; the last may be smaller. */
  readonly batches: number
}

/** A run before its first step. */
export interface PreparedRun<Config extends RomaeConfig> {
  readonly plan: RunPlan<Config>
  readonly buckets: readonly Bucket[]
  readonly schedule: Schedule
  /** What training starts from, packed; to be taken once. */
  readonly takeParameters: () => Float32Array
}

/** @throws RomaeError `TRAINER_OPTION` where the warm-up is longer than the run, `PARAMETER_*` */
export function prepareRun<Config extends RomaeConfig>(
  task: LoopTask<Config>,
  training: ResolvedTraining,
): PreparedRun<Config> {
  const ofRank = Math.ceil(training.batchSize / (training.communicator?.size ?? 1))
  const atATime = Math.min(microBatchSize(training) ?? training.batchSize, ofRank)
  const { lengths, partLengths } = task.data
  const samples = lengths.length
  const buckets = makeBuckets(lengths, training.lengthBuckets, partLengths)
  const perEpoch = batchesPerEpoch(buckets, training)
  const schedule = scheduleOf(training, perEpoch)
  const { totalSteps: steps } = schedule
  const parameters = task.initial()
  const epochFlops = buckets.reduce(
    // Linear in the batch: what is left over at the end of a bucket is counted as it is.
    (sum, { samples: members, ...padded }) =>
      sum + stepFlops(task.config, task.sizes(samplesAnEpoch(members.length, training), padded)),
    0,
  )
  const vectors = vectorCount(training)
  const stepMemories = buckets.map(({ samples: members, ...padded }) =>
    stepMemory(task.config, task.sizes(Math.min(atATime, members.length), padded), vectors, training),
  )
  const memory = stepMemories.reduce((most, step) => (step.total > most.total ? step : most))
  const forLength = ({ activations, dropoutMasks }: StepMemory) => activations + dropoutMasks
  const plan = {
    config: runConfig(task, training, schedule, parameters),
    tokenizer: task.tokenizerRecord,
    notes: task.notes,
    versions: versions(),
    parameters: parameters.length,
    samples,
    steps,
    epochs: Math.ceil(steps / perEpoch),
    batchesPerEpoch: perEpoch,
    buckets: buckets.map(({ samples: members, ...padded }) => ({
      ...padded,
      samples: members.length,
      batches: batchesOf(members.length, training),
    })),
    flops: { step: epochFlops / perEpoch, run: (epochFlops / perEpoch) * steps },
    memory,
    memoryOfAllLengths: memory.total - forLength(memory) + stepMemories.reduce((sum, step) => sum + forLength(step), 0),
  }
  return { plan, buckets, schedule, takeParameters: handOver(parameters) }
}

/** How many vectors are kept beside parameters and gradient: moments, the average, the sum of the micro-batches' gradients. */
function vectorCount({ optimizer, emaDecay, gradientAccumulationSteps, communicator }: ResolvedTraining): number {
  const moments = optimizer.kind === 'adamw' ? 2 : Number(optimizer.momentum !== 0)
  return moments + Number(emaDecay !== null) + Number(gradientAccumulationSteps > 1 || communicator !== undefined)
}
