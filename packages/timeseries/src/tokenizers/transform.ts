import { errors } from '../errors.ts'
import type { Transform } from './options.ts'

/** Where a value stands, for messages. */
export interface Place {
  readonly id: string
  readonly channel: number
  readonly time: number
}

/** @throws TIMESERIES_LOG1P_DOMAIN for a value of −1 or less where the transform is `log1p` */
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
