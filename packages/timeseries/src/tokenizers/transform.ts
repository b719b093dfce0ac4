import { errors } from '../errors.ts'

/**
 * Applied to a channel's values (not to its extras) before they are standardised. `log1p` is ln(1 + x), for skewed values
 * that are not negative; `asinh`, about x near 0 and ±ln(2|x|) far from it, is for values of both signs and very different
 * sizes.
 */
export const TRANSFORMS = ['none', 'log1p', 'asinh'] as const
export type Transform = (typeof TRANSFORMS)[number]

/** Where a value stands, for messages. */
export interface Place {
  readonly id: string
  readonly channel: number
  readonly time: number
}

/** @throws RomaeError `TIMESERIES_LOG1P_DOMAIN` for a value of −1 or less where the transform is `log1p` */
export function applyTransform(transform: Transform, value: number, place: Place): number {
  if (transform === 'none') return value
  if (transform === 'asinh') return Math.asinh(value)
  if (value <= -1) throw errors.TIMESERIES_LOG1P_DOMAIN({ ...place, value })
  return Math.log1p(value)
}

/** The inverse of {@link applyTransform}. */
export function invertTransform(transform: Transform, value: number): number {
  if (transform === 'none') return value
  return transform === 'asinh' ? Math.sinh(value) : Math.expm1(value)
}
