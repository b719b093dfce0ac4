import { together } from '@romae/internal/communication'
import type { TrainingOptions } from '../training/options.ts'
import { rankFailed } from './ranks.ts'

/**
 * Prepares a run on all ranks that its options name, or on none. Whether they name some is all that is known of the options.
 *
 * @throws RomaeError `TRAINER_RANK_FAILED`, and what `prepare` throws
 */
export function onAllRanks<Prepared>(
  options: { readonly training?: TrainingOptions } | undefined,
  prepare: () => Promise<Prepared>,
): Promise<Prepared> {
  const communicator = options?.training?.communicator
  return together(typeof communicator?.allReduce === 'function' ? communicator : null, rankFailed, prepare)
}
