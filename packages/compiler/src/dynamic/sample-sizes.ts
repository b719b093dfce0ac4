import { monomials, type Sizes } from './polynomial.ts'

/** Primes that are unlikely to meet a width, a number of heads, or each other's products. */
const primes = [11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97]

/**
 * Sizes to record a function for: enough to tell every multilinear polynomial of degree two by, and one more to see
 * whether it is one. The i-th sample changes the names of the i-th monomial, so that all coefficients can be found.
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
