import { errors } from '../errors.ts'
import type { Transform } from './options.ts'

/** Where a value stands, for messages. */
export interface Place {
  readonly id: string
  readonly channel: number
  readonly time: number
}

/** @throws TIMESERIES_LOG1P_DOMAIN for a value of −1 or less */
export function applyTransform(transform: Transform, value: number, place: Place): number {
  if (transform === 'none') return value
  if (value <= -1) throw errors.TIMESERIES_LOG1P_DOMAIN({ ...place, value })
  return Math.log1p(value)
}

/** The inverse of {@link applyTransform}. */
export function invertTransform(transform: Transform, value: number): number {
  return transform === 'none' ? value : Math.expm1(value)
}
