import { monomials, type Sizes } from './polynomial.ts'

/** The first of the sizes. */
const LEAST = 11

/** Primes, which are unlikely to equal a width, a number of heads, or a product of sizes. */
function primesFrom(least: number, count: number): number[] {
  const primes: number[] = []
  for (let candidate = least; primes.length < count; candidate++) {
    const isPrime = Array.from({ length: Math.floor(Math.sqrt(candidate)) - 1 }, (_, index) => index + 2).every(
      (divisor) => candidate % divisor !== 0,
    )
    if (isPrime) primes.push(candidate)
  }
  return primes
}

/**
 * Sizes to record a function for: enough to determine every multilinear polynomial of degree two, and one more to verify it.
 * The i-th sample changes the sizes of the i-th monomial, so that the linear system of the coefficients is regular.
 */
export function sampleSizes(names: readonly string[]): Sizes[] {
  const primes = primesFrom(LEAST, 3 * names.length)
  const base = Object.fromEntries(names.map((name, index) => [name, primes[index]!]))
  const changed = Object.fromEntries(names.map((name, index) => [name, primes[names.length + index]!]))
  const last = Object.fromEntries(names.map((name, index) => [name, primes[2 * names.length + index]!]))
  const samples = monomials(names).map((set) => ({
    ...base,
    ...Object.fromEntries(set.map((name) => [name, changed[name]!])),
  }))
  return [...samples, last]
}
