import { solveLinearSystem } from './solve-linear-system.ts'

/**
 * A multilinear polynomial of the open sizes: an integer coefficient for each monomial, a product of distinct sizes. Dimensions
 * of shapes have this form: `batch * (visible + masked + 1)` has the monomials batch*visible, batch*masked and batch.
 */
export interface Polynomial {
  readonly terms: readonly { readonly factor: number; readonly sizes: readonly string[] }[]
}

/** A size for each name. */
export type Sizes = Readonly<Record<string, number>>

/** All monomials of at most two sizes, which is what dimensions are made of. */
export function monomials(names: readonly string[]): string[][] {
  const pairs = names.flatMap((first, index) => names.slice(index + 1).map((second) => [first, second]))
  return [[], ...names.map((name) => [name]), ...pairs]
}

/**
 * The polynomial that has the given values at the given sizes, or null if none has.
 *
 * @param samples at least one more than there are monomials, so that values of another form are detected
 */
export function fitPolynomial(
  names: readonly string[],
  samples: readonly Sizes[],
  values: readonly number[],
): Polynomial | null {
  const sets = monomials(names)
  const rows = samples.map((sizes, row) => [...sets.map((set) => product(set, sizes)), values[row]!])
  const solution = solveLinearSystem(rows.slice(0, sets.length))
  if (solution === null) return null
  const factors = solution.map(Math.round)
  const terms = sets.map((sizes, index) => ({ factor: factors[index]!, sizes })).filter(({ factor }) => factor !== 0)
  const fits = samples.every((sizes, row) => evaluate({ terms }, sizes) === values[row])
  return fits ? { terms } : null
}

export function evaluate({ terms }: Polynomial, sizes: Sizes): number {
  return terms.reduce((sum, term) => sum + term.factor * product(term.sizes, sizes), 0)
}

/** As text, e.g. `batch*length + 2`. */
export function formatPolynomial({ terms }: Polynomial): string {
  const parts = terms.map(({ factor, sizes }) => {
    if (sizes.length === 0) return String(factor)
    return factor === 1 ? sizes.join('*') : [factor, ...sizes].join('*')
  })
  return parts.length === 0 ? '0' : parts.reverse().join(' + ')
}

function product(set: readonly string[], sizes: Sizes): number {
  return set.reduce((result, name) => result * sizes[name]!, 1)
}
