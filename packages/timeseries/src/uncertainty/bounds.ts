import { errors } from '../errors.ts'
import { positive, readOptions } from '../options.ts'

const schema = {
  minimum: { kind: 'number', help: 'values are never below' },
  maximum: { kind: 'number', help: 'values are never above' },
  softness: { ...positive, required: true, help: 'how far from a bound it begins to be felt, in units of the values' },
} as const

/** What values cannot be. */
export interface BoundsOptions {
  readonly minimum?: number
  readonly maximum?: number
  readonly softness: number
}

/** Between all real numbers and those within bounds, both ways. Order is kept, so that quantiles stay quantiles. */
export interface Bounds {
  /** Far from the bounds (almost) the same number; what is beyond comes to lie just within. */
  toBounded(value: number): number
  /** Its inverse: ∓Infinity for a bound itself, NaN beyond. */
  toUnbounded(value: number): number
}

/**
 * A link function that keeps values within bounds: softplus above a minimum, its mirror image below a maximum, their difference
 * between the two, which is steep in the middle and flat at both ends like a logistic function.
 *
 * With u = (x − minimum) / softness and D = (maximum − minimum) / softness it is minimum + softness (log(1 + eᵘ) − log(1 + eᵘ⁻ᴰ)).
 *
 * @throws RomaeError `TIMESERIES_INVALID_OPTION`
 */
export function bounds(options: BoundsOptions): Bounds {
  const { minimum, maximum, softness } = readOptions('bounds', schema, options)
  if (minimum !== undefined && maximum !== undefined && maximum <= minimum) {
    const expected = `above minimum, ${minimum}`
    throw errors.TIMESERIES_INVALID_OPTION({ of: 'bounds', key: 'maximum', expected, got: maximum })
  }
  if (minimum === undefined && maximum === undefined)
    return { toBounded: (value) => value, toUnbounded: (value) => value }
  if (minimum === undefined) {
    const mirrored = bounds({ minimum: -maximum!, softness })
    return {
      toBounded: (value) => -mirrored.toBounded(-value),
      toUnbounded: (value) => -mirrored.toUnbounded(-value),
    }
  }
  const distance = maximum === undefined ? Infinity : (maximum - minimum) / softness
  return {
    toBounded(value) {
      const u = (value - minimum) / softness
      if (u === Infinity) return maximum ?? Infinity
      const bounded = minimum + softness * (softplus(u) - softplus(u - distance))
      return Math.min(bounded, maximum ?? Infinity)
    },
    toUnbounded(value) {
      const w = (value - minimum) / softness
      if (w < 0 || w > distance) return Number.NaN
      if (w === 0) return -Infinity
      if (w === distance) return Infinity
      // log(eʷ − 1) − log(1 − eʷ⁻ᴰ)
      return minimum + softness * (w + Math.log(-Math.expm1(-w)) - Math.log(-Math.expm1(w - distance)))
    },
  }
}

function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))
}
