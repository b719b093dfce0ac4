import type { Communicator } from '@romae/engine'
import { agree, type Outcome } from '@romae/internal/communication'
import { gatherVectors } from './gather-vectors.ts'
import { rankFailed } from './ranks.ts'
import { requireSameCall } from './same-on-all.ts'

/** What one of several ranks does of a call that gives vectors of samples: every so many batches. */
export class RankShare {
  readonly #communicator: Communicator
  #haveMet = false

  constructor(communicator: Communicator) {
    this.#communicator = communicator
  }

  /** Whether it is this rank that computes a batch. @param place among all batches */
  has(place: number): boolean {
    return place % this.#communicator.size === this.#communicator.rank
  }

  /**
   * What all ranks have found, bit by bit what one would have that computes all.
   *
   * @param own by sample; what other ranks have is missing
   * @param call what this rank was asked, as plain JSON: the same on all
   * @throws RomaeError `TRAINER_RANK_FAILED`, `TRAINER_RANKS_DIFFER`
   */
  async gather(own: readonly (Float32Array | undefined)[], call: unknown): Promise<Float32Array[]> {
    await this.#meet({ result: null })
    await requireSameCall(this.#communicator, call)
    return gatherVectors(this.#communicator, own)
  }

  /** Lets the others know that this rank has failed, unless they have met: then they fail as it does. */
  async fail(failure: unknown): Promise<void> {
    if (!this.#haveMet) await this.#meet({ failure })
  }

  async #meet(outcome: Outcome<null>): Promise<void> {
    this.#haveMet = true
    await agree(this.#communicator, outcome, [], rankFailed)
  }
}

/**
 * Makes a call on all ranks that its options name, or in this process alone. Whether they name some is all that is known of the options.
 *
 * @param call with a share it has to end in its `gather`, or throw
 * @throws RomaeError `TRAINER_RANK_FAILED`, and what `call` throws
 */
export async function onSharingRanks<Result>(
  options: { readonly communicator?: Communicator } | undefined,
  call: (share: RankShare | null) => Promise<Result>,
): Promise<Result> {
  const communicator = options?.communicator
  if (typeof communicator?.allReduce !== 'function') return call(null)
  const share = new RankShare(communicator)
  try {
    return await call(share)
  } catch (failure) {
    await share.fail(failure)
    throw failure
  }
}
