import type { Random, RomaeConfig } from '@romae/core'
import { prefetch } from '@romae/internal/iteration'
import type { Tokens } from '@romae/tokenizer'
import { epochBatches } from '../data/buckets.ts'
import { type PlannedBatch, planBatches } from '../data/plan.ts'
import type { LoopTask } from './loop-task.ts'
import type { ResolvedTraining } from './options.ts'
import type { PreparedRun } from './run-plan.ts'

/** The batch of one step, read and tokenized. */
export interface FedBatch extends PlannedBatch {
  readonly tokens: readonly Tokens[]
}

/**
 * The batches of a run's steps from `from` on (counted from 0), read ahead of the steps that take them.
 *
 * @param random of the whole training: the order of an epoch is a function of it and the epoch alone
 */
export async function* feed(
  task: LoopTask<RomaeConfig>,
  training: ResolvedTraining,
  { plan, buckets }: Pick<PreparedRun<RomaeConfig>, 'plan' | 'buckets'>,
  from: number,
  random: Random,
): AsyncGenerator<FedBatch, void, void> {
  const epochOf = (epoch: number) => epochBatches(buckets, training, random.fork('epoch').fork(epoch))
  const planned = planBatches(epochOf, plan.batchesPerEpoch, from, plan.steps)
  const read = ({ samples, epoch }: PlannedBatch) => task.data.read(samples, epoch)
  for await (const { task: batch, made: tokens } of prefetch(planned, read, training.prefetch))
    yield { ...batch, tokens }
}
