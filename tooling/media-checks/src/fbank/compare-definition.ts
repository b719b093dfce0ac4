import { type FilterBankOptions, filterBank, fromSamples } from '@romae/audio'
import type { Recording } from './recordings.ts'

/** The filter bank written down from its definition in 64 bits: `packages/audio/src/testing/naive-filter-bank.ts`. */
export type Definition = (samples: Float32Array, options: FilterBankOptions) => readonly (readonly number[])[]

/** How far one recording with one setting is from the definition. */
export interface Difference {
  readonly what: string
  /** Largest difference of logarithms over its tolerance; Infinity for another shape. */
  readonly overTolerance: number
}

/** The fixtures' own tolerance. */
const TOLERANCE = 2e-3
/** Where a band has less than a millionth of the frame's energy, 32-bit transforms have few digits left for it. */
const NEARLY_EMPTY = { share: 1e-6, tolerance: 2e-2 }

/** Compares our filter bank with the definition. */
export async function compareWithDefinition(
  definition: Definition,
  { name, rate, samples }: Recording,
  settings: Omit<FilterBankOptions, 'rate'>,
): Promise<Difference> {
  const options = { ...settings, rate }
  const toSpectrogram = await filterBank(options)
  const { values, frames, bins } = toSpectrogram(fromSamples({ id: name, rate, samples }))
  const expected = definition(samples, options)
  const what = `${name} with ${JSON.stringify(settings)}`
  if (expected.length !== frames || expected[0]!.length !== bins) return { what, overTolerance: Infinity }
  let overTolerance = 0
  expected.forEach((row, frame) => {
    const loudest = Math.max(...row)
    row.forEach((value, bin) => {
      const difference = Math.abs(values[frame * bins + bin]! - value)
      const isEmpty = value < loudest + Math.log(NEARLY_EMPTY.share)
      const ratio = difference / (isEmpty ? NEARLY_EMPTY.tolerance : TOLERANCE)
      overTolerance = ratio <= overTolerance ? overTolerance : Number.isNaN(ratio) ? Infinity : ratio
    })
  })
  return { what, overTolerance }
}
