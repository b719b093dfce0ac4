import { monomials, type Sizes } from './polynomial.ts'

/** Primes, which are unlikely to equal a width, a number of heads, or a product of sizes. */
const primes = [11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97]

/**
 * Sizes to record a function for: enough to determine every multilinear polynomial of degree two, and one more to verify it.
 * The i-th sample changes the sizes of the i-th monomial, so that the linear system of the coefficients is regular.
 */
export function sampleSizes(names: readonly string[]): Sizes[] {
  const base = Object.fromEntries(names.map((name, index) => [name, primes[index]!]))
  const changed = Object.fromEntries(names.map((name, index) => [name, primes[names.length + index]!]))
  const last = Object.fromEntries(names.map((name, index) => [name, primes[2 * names.length + index]!]))
  const samples = monomials(names).map((set) => ({
    ...base,
    ...Object.fromEntries(set.map((name) => [name, changed[name]!])),
  }))
  return [...samples, last]
}
