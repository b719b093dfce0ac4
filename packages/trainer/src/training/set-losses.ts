import type { HostTensors } from '@romae/engine'
import { inputOf } from './input-names.ts'
import type { ModalityLosses } from './loop-task.ts'

/**
 * The loss of a batch of several modalities: Σ weight × mean error of a modality's masked tokens, over the whole batch, whatever
 * parts it is computed in. Each part is told by `lossWeights` what an error of its rows counts: weight × rows / masked tokens of the
 * whole. The mean over rows of weighted errors is then the same sum, for all rows at once and for parts that are weighed by their
 * rows.
 *
 * @param names of the modalities
 * @param weights what each counts
 */
export function setLosses(names: readonly string[], weights: readonly number[]): ModalityLosses {
  return {
    counts: (inputs) => [rowsOf(inputs), ...maskedTokens(inputs, names)],
    weighed(inputs, [allRows = 0, ...masked]) {
      const rows = rowsOf(inputs)
      const ofRow = masked.map((count, index) => (count === 0 ? 0 : (weights[index]! * allRows) / count))
      const data = Float32Array.from({ length: rows * names.length }, (_, place) => ofRow[place % names.length]!)
      return { ...inputs, lossWeights: { data, shape: [rows, names.length] } }
    },
    losses(outputs, [, ...masked]) {
      const sums = errorSums(outputs, names.length)
      const present = names.flatMap((name, index) => {
        return masked[index]! > 0 ? [[name, sums[index]! / masked[index]!] as const] : []
      })
      return Object.fromEntries(present)
    },
  }
}

/** Of each modality, the real masked tokens of all rows. */
export function maskedTokens(inputs: HostTensors, names: readonly string[]): number[] {
  return names.map((name) => {
    const padding = inputs[inputOf('maskedPadding', name)]
    if (padding === undefined) return 0
    return Array.from(padding.data).reduce((count, one) => count + 1 - one, 0)
  })
}

/** Of each modality, the sum of the errors of all rows. @param outputs with `errors` `[batch, modalities]` */
export function errorSums({ errors }: HostTensors, modalities: number): number[] {
  const sums = new Array<number>(modalities).fill(0)
  for (const [place, error] of errors!.data.entries()) sums[place % modalities]! += error
  return sums
}

function rowsOf(inputs: HostTensors): number {
  return Object.values(inputs)[0]!.shape[0]!
}
