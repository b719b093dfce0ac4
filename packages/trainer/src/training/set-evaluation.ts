import type { HostTensors } from '@romae/engine'
import type { SetTokens } from '@romae/tokenizer'
import type { ModalityEvaluation } from '../evaluation/evaluate.ts'
import type { LossTerm } from '../ranks/evaluate-together.ts'
import { errorSums, maskedTokens } from './set-losses.ts'
import type { SetMasking, SetMasks } from './set-masks.ts'

/** One way in which batches are masked: by the ratios (null), or with one modality hidden. */
type Way = number | null

/**
 * Evaluates a model of several modalities in every way in which it is trained: masked by the ratios, and with each modality hidden as
 * a whole. The loss is what training expects it to be: each way’s, by its share of batches.
 *
 * @param names of the modalities
 */
export function setEvaluation(masks: SetMasks, masking: SetMasking, names: readonly string[]): ModalityEvaluation {
  const { hideModality, lossWeights } = masking
  const ways: Way[] = [...(hideModality < 1 ? [null] : []), ...(hideModality > 0 ? names.keys() : [])]
  const places = ways.flatMap((way) =>
    (way === null ? [...names.keys()] : [way]).map((modality) => ({ way, modality })),
  )
  const terms = ({ outputs, inputs }: { outputs: HostTensors; inputs: HostTensors }, way: Way): LossTerm[] => {
    const [sums, counts] = [errorSums(outputs, names.length), maskedTokens(inputs, names)]
    const all = names.map((_, index) => ({
      loss: counts[index] === 0 ? 0 : sums[index]! / counts[index]!,
      weight: counts[index]!,
    }))
    return way === null ? all : [all[way]!]
  }
  return {
    means: places.length,
    makeInputs({ parts, samples }, tokens: readonly SetTokens[], random) {
      return ways.map((hidden) =>
        masks.inputs(tokens, { lengths: parts!, hidden, random: random.fork('mask'), rows: samples }),
      )
    },
    terms: (runs) => runs.flatMap((run, index) => terms(run, ways[index]!)),
    metrics(means) {
      const found = places
        .map((place, index) => ({ ...place, loss: means[index]! }))
        .filter(({ loss }) => !Number.isNaN(loss))
      const [byRatio, hidden] = [found.filter(({ way }) => way === null), found.filter(({ way }) => way !== null)]
      const weighed = (terms: typeof found) =>
        terms.reduce((sum, { modality, loss }) => sum + lossWeights[modality]! * loss, 0)
      const named = (terms: typeof found) =>
        Object.fromEntries(terms.map(({ modality, loss }) => [names[modality]!, loss]))
      const loss = (1 - hideModality) * weighed(byRatio) + (hideModality * weighed(hidden)) / Math.max(1, hidden.length)
      return {
        loss,
        ...(byRatio.length > 0 && { losses: named(byRatio) }),
        ...(hidden.length > 0 && { hiddenLosses: named(hidden) }),
      }
    },
  }
}
