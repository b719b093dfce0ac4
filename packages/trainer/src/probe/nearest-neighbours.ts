import { checkedElsewhere, type OptionsOf, type Schema } from '@romae/internal/options'
import { readOptions } from '../check-options.ts'
import type { ClassLabel } from '../data/labels.ts'
import { checkDimensions, checkLabelled, likeliest, type Probe } from './probe.ts'

const schema = {
  classes: { ...checkedElsewhere<readonly ClassLabel[]>(), help: 'their order; by default that of the labels’ text' },
  neighbours: { kind: 'integer', least: 1, default: 20, help: 'how many vote; all, where there are fewer' },
  temperature: { kind: 'number', above: 0, default: 0.07, help: 'a neighbour counts exp(its cosine / temperature)' },
} as const satisfies Schema

/** How neighbours vote. */
export interface NearestNeighboursOptions extends OptionsOf<typeof schema> {}

/**
 * Classifies embeddings by those that are nearest to them in angle, which vote with weights (Wu et al., 2018): the other usual measure
 * of what an encoder has learned, for which nothing is fitted.
 *
 * @param embeddings what `embed` gave
 * @param labels one an embedding
 * @throws RomaeError `TRAINER_NO_SAMPLES`, `TRAINER_COUNT_MISMATCH`, `TRAINER_LABEL`, `TRAINER_ONE_CLASS`, `TRAINER_UNKNOWN_LABEL`,
 *   `TRAINER_VALUE_NOT_FINITE`, `TRAINER_OPTION`
 */
export function nearestNeighbours(
  embeddings: readonly Float32Array[],
  labels: readonly ClassLabel[],
  options: NearestNeighboursOptions = {},
): Probe {
  const { classes: given, neighbours, temperature } = readOptions('nearestNeighbours', schema, options)
  const { classes, labels: indices, dimensions } = checkLabelled(embeddings, labels, given)
  const known = embeddings.map(unitVector)
  return {
    classes,
    classify(some) {
      checkDimensions(some, dimensions)
      return some.map((embedding) => {
        const own = unitVector(embedding)
        const cosines = Float64Array.from(known, (other) =>
          own.reduce((sum, value, column) => sum + value * other[column]!, 0),
        )
        const nearest = [...cosines.keys()].sort((a, b) => cosines[b]! - cosines[a]! || a - b).slice(0, neighbours)
        const votes = new Float64Array(classes.length)
        // Relative to the nearest one, so that nothing overflows.
        const largest = cosines[nearest[0]!]!
        for (const index of nearest) votes[indices[index]!]! += Math.exp((cosines[index]! - largest) / temperature)
        const total = votes.reduce((sum, vote) => sum + vote, 0)
        return likeliest(
          classes,
          Float32Array.from(votes, (vote) => vote / total),
        )
      })
    },
  }
}

/** Of length 1; that of length 0 stays. */
function unitVector(vector: Float32Array): Float64Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  return Float64Array.from(vector, (value) => (length === 0 ? 0 : value / length))
}
