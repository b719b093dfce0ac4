import { agree, type Communicator, outcomeOf } from '@romae/internal/communication'
import { RomaeError } from '@romae/internal/errors'
import { errors } from '../errors.ts'

/** What a rank made of its rows. */
export interface RankPart {
  /** The denominator of its mean loss; 0 where it has no rows. */
  readonly weight: number
  /** The mean over its rows. */
  readonly loss: number
}

/** The parts of all ranks. */
export interface Joined<Part extends RankPart> {
  /** The mean over all rows. */
  readonly loss: number
  /** What the rank's gradient counts in that of all. */
  readonly share: number
  /** This rank's own. */
  readonly part: Part
}

/**
 * Computes this rank's part of a step and joins it with those of the others, before the gradients are.
 *
 * @throws RomaeError what `compute` throws; `ENGINE_RANK_FAILED` where another rank's did. An input that is not a number is a loss
 *   that is none, on the other ranks
 */
export async function acrossRanks<Part extends RankPart>(
  communicator: Communicator,
  program: string,
  compute: () => Promise<Part>,
): Promise<Joined<Part>> {
  const outcome = await outcomeOf(compute)
  const { weight, loss } = 'result' in outcome ? outcome.result : { weight: 1, loss: Number.NaN }
  const isNotNumber = 'failure' in outcome && RomaeError.isInstance(outcome.failure, 'ENGINE_INPUT_NAN')
  const ranks = await agree(communicator, isNotNumber ? { result: null } : outcome, [weight, loss], (fields) =>
    errors.ENGINE_RANK_FAILED({ program, ...fields }),
  )
  if ('failure' in outcome) throw outcome.failure
  const total = ranks.reduce((sum, [ofRank]) => sum + ofRank!, 0)
  // The sum that is made of micro-batches, in the order of ranks.
  const joined = ranks.reduce((sum, [ofRank, mean]) => (ofRank === 0 ? sum : sum + (ofRank! / total) * mean!), 0)
  return { loss: joined, share: weight / total, part: outcome.result }
}
