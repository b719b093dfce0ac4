import type { Random } from '@romae/core'
import type { SetTokens } from '@romae/tokenizer'

/**
 * Leaves modalities out of samples at random, so that a model learns to do without any of them: each with the same probability, and
 * never all that a sample has.
 *
 * @param rate of one modality of one sample
 * @param random of which each row has a stream of its own
 * @param rows which stream each row draws from; default 0, 1, …
 */
export function dropModalities(
  samples: readonly SetTokens[],
  rate: number,
  random: Random,
  rows?: ArrayLike<number>,
): SetTokens[] {
  return samples.map(({ parts }, row) => {
    const ofRow = random.fork(rows?.[row] ?? row)
    // Drawn for every modality, so that what is dropped of one does not depend on whether others are there.
    const isDropped = parts.map(() => ofRow.uniform() < rate)
    const left = parts.map((part, index) => (isDropped[index] ? null : part))
    if (left.some((part) => part !== null)) return setOf(left)
    const present = [...parts.keys()].filter((index) => parts[index] !== null)
    const kept = present[ofRow.integer(present.length)]!
    return setOf(parts.map((part, index) => (index === kept ? part : null)))
  })
}

function setOf(parts: SetTokens['parts']): SetTokens {
  return { parts, length: parts.reduce((sum, part) => sum + (part?.length ?? 0), 0) }
}
