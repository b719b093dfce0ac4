import type { ExportedPart } from './exported-part.ts'

/** A tensor as a runtime returns it. */
export interface ResultTensor {
  readonly shape: readonly number[]
  readonly data: ArrayLike<number>
}

/**
 * The largest difference between two tensors, relative to the second's largest number; infinite where shapes differ, or
 * a number is not finite.
 */
export function relativeDifference(got: ResultTensor, expected: ResultTensor): number {
  if (got.shape.join() !== expected.shape.join() || got.data.length !== expected.data.length) return Infinity
  let difference = 0
  let scale = 0
  for (let index = 0; index < expected.data.length; index++) {
    const distance = Math.abs(got.data[index]! - expected.data[index]!)
    // NaN would lose every comparison.
    if (!Number.isFinite(distance)) return Infinity
    difference = Math.max(difference, distance)
    scale = Math.max(scale, Math.abs(expected.data[index]!))
  }
  return difference / scale
}

/** How far a runtime's results are from the model's own: the worst of all, and which are beyond a tolerance. */
export function compareResults(
  parts: readonly ExportedPart[],
  results: readonly (readonly ResultTensor[])[],
  tolerance: number,
): { readonly worst: number; readonly failures: readonly string[] } {
  let worst = 0
  const failures: string[] = []
  for (const [index, { name, trials }] of parts.entries()) {
    for (const [trial, { inputs, expected }] of trials.entries()) {
      const got = results[index]?.[trial]
      const difference = got === undefined ? Infinity : relativeDifference(got, expected)
      worst = Math.max(worst, difference)
      if (difference <= tolerance) continue
      const sizes = Object.entries(inputs).map(([input, { shape }]) => `${input} [${shape.join(', ')}]`)
      failures.push(`${name}, ${sizes.join(', ')}: off by ${difference.toExponential(1)}, more than ${tolerance}`)
    }
  }
  return { worst, failures }
}
