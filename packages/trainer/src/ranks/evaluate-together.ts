import type { Communicator } from '@romae/engine'
import { agree, type Outcome } from '@romae/internal/communication'
import { gatherVectors } from './gather-vectors.ts'
import { rankFailed } from './ranks.ts'

/** What a batch of an evaluation gives. */
export interface EvaluatedBatch {
  /** Its place among all batches. */
  readonly place: number
  /** Its losses: one, or several of several modalities. */
  readonly terms: readonly LossTerm[]
}

/** A mean loss of a batch. */
export interface LossTerm {
  /** The mean over its samples, or tokens. */
  readonly loss: number
  /** The denominator of that mean. */
  readonly weight: number
}

/** What one rank, or all together, have evaluated. */
export interface Evaluated {
  readonly batches: readonly EvaluatedBatch[]
  /** By sample; what other ranks have is missing. */
  readonly predictions: readonly (Float32Array | undefined)[]
}

/**
 * Puts together what ranks have evaluated of different batches: exactly what one would have found that evaluated all. Sums of
 * numbers of which all but one are zero are exact.
 *
 * @param counts of all batches, and of the losses of each
 * @throws RomaeError `TRAINER_RANK_FAILED`, or what this rank failed with
 */
export async function evaluateTogether(
  communicator: Communicator,
  outcome: Outcome<Evaluated>,
  counts: { readonly batches: number; readonly terms: number },
): Promise<Evaluated> {
  await agree(communicator, outcome, [], rankFailed)
  const { batches, predictions } = (outcome as { readonly result: Evaluated }).result
  const numbers = new Float64Array(2 * counts.terms * counts.batches)
  for (const { place, terms } of batches) {
    const pairs = terms.flatMap(({ loss, weight }) => [loss, weight])
    numbers.set(pairs, 2 * counts.terms * place)
  }
  await communicator.allReduce(numbers, 'sum')
  const all = Array.from({ length: counts.batches }, (_, place) => {
    const terms = Array.from({ length: counts.terms }, (_, term) => {
      const at = 2 * (counts.terms * place + term)
      return { loss: numbers[at]!, weight: numbers[at + 1]! }
    })
    return { place, terms }
  })
  return { batches: all, predictions: await gatherVectors(communicator, predictions) }
}
