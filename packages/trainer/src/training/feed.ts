import type { Random, RomaeConfig } from '@romae/core'
import { type Outcome, outcomeOf } from '@romae/internal/communication'
import { prefetch } from '@romae/internal/iteration'
import { epochBatches } from '../data/buckets.ts'
import { type PlannedBatch, planBatches } from '../data/plan.ts'
import type { SampleTokens } from '../data/sample-tokens.ts'
import type { Ranks, RowRange } from '../ranks/ranks.ts'
import type { LoopTask } from './loop-task.ts'
import type { ResolvedTraining } from './options.ts'
import type { PreparedRun } from './run-plan.ts'

/** The batch of one step, of which this process has read and tokenized its rows: all, where it trains alone. */
export interface FedBatch extends PlannedBatch {
  readonly own: RowRange
  /** Those of its rows, or why they could not be read. */
  readonly tokens: Outcome<readonly SampleTokens[]>
}

/**
 * The batches of a run's steps from `from` on (counted from 0), read ahead of the steps that take them.
 *
 * @param ranks null where this process trains alone
 * @param random of the whole training: the order of an epoch is a function of it and the epoch alone
 */
export async function* feed(
  task: LoopTask<RomaeConfig>,
  training: ResolvedTraining,
  { plan, buckets }: Pick<PreparedRun<RomaeConfig>, 'plan' | 'buckets'>,
  from: number,
  ranks: Ranks | null,
  random: Random,
): AsyncGenerator<FedBatch, void, void> {
  const epochOf = (epoch: number) => epochBatches(buckets, training, random.fork('epoch').fork(epoch))
  const planned = planBatches(epochOf, plan.batchesPerEpoch, from, plan.steps)
  const read = async ({ samples, epoch }: PlannedBatch) => {
    const own = ranks?.rowsOf(samples.length) ?? { first: 0, end: samples.length }
    const tokens = await outcomeOf(async () =>
      own.first === own.end ? [] : task.data.read(samples.subarray(own.first, own.end), epoch),
    )
    return { own, tokens }
  }
  for await (const { task: batch, made } of prefetch(planned, read, training.prefetch)) yield { ...batch, ...made }
}
