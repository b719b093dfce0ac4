/** One comparison: how far off, and how far it may be. */
export interface Check {
  readonly quantity: string
  readonly error: number
  readonly tolerance: number
}

type Numbers = ArrayLike<number>

/** max |a - b| / max |b|; absolute where b is all zeros. */
export function scaledError(got: Numbers, expected: Numbers, least = 0): number {
  requireSameLength(got, expected)
  let difference = 0
  let largest = least
  for (let index = 0; index < expected.length; index++) {
    difference = worse(difference, Math.abs(got[index]! - expected[index]!))
    largest = Math.max(largest, Math.abs(expected[index]!))
  }
  return largest === 0 ? difference : difference / largest
}

/**
 * The worst scaled error of a group of tensors. The divisor is at least 1 % of the largest magnitude in the group, as
 * some gradients are zero but for rounding; `mask_token`, whose gradient can dwarf all others, does not count there.
 */
export function groupError(
  got: Readonly<Record<string, Numbers>>,
  expected: Readonly<Record<string, { data: Numbers }>>,
): number {
  let largest = 0
  for (const [name, { data }] of Object.entries(expected)) {
    if (name === 'mask_token') continue
    for (let index = 0; index < data.length; index++) largest = Math.max(largest, Math.abs(data[index]!))
  }
  let worst = 0
  for (const [name, { data }] of Object.entries(expected)) {
    const tensor = got[name]
    if (tensor === undefined) throw new Error(`no result for ${name}`)
    worst = worse(worst, scaledError(tensor, data, 0.01 * largest))
  }
  return worst
}

/** The worst entry's relative error. */
export function relativeError(got: Numbers, expected: Numbers): number {
  requireSameLength(got, expected)
  let worst = 0
  for (let index = 0; index < expected.length; index++) {
    const difference = Math.abs(got[index]! - expected[index]!)
    worst = worse(worst, expected[index] === 0 ? difference : difference / Math.abs(expected[index]!))
  }
  return worst
}

/** The larger error, where NaN is the largest of all. */
export function worse(a: number, b: number): number {
  return Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : Math.max(a, b)
}

/** Whether an error is within its tolerance; NaN never is. */
export function passes({ error, tolerance }: Check): boolean {
  return error <= tolerance
}

function requireSameLength(got: Numbers, expected: Numbers): void {
  if (got.length !== expected.length) throw new Error(`${expected.length} numbers expected; got ${got.length}`)
}
