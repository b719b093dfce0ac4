import { distanceClass } from './distance.ts'
import { type KnownValue, scoreOf, type UncertainValue } from './uncertain-value.ts'

/** Values by which what is known of many is believed before what a few of them say. */
const BELIEF = 20

/** A value with the widths that its method should have had. */
export type Widen = <Value extends UncertainValue>(value: Value) => Value

/** What was learned of a method's widths: how far true values were, in all, and of how many. By side, method, channel and distance. */
export type SpreadSums = Readonly<Record<string, readonly [sum: number, count: number]>>

/**
 * Learns what a method's widths are worth: the mean distance of true values from it, in its own widths, to each side, by method, by
 * channel and by distance to the nearest known value.
 *
 * @param values that nothing else is measured on
 */
export function fitSpread(values: readonly KnownValue[]): SpreadSums {
  const sums = new Map<string, [sum: number, count: number]>()
  for (const value of values) {
    const score = scoreOf(value)
    if (!Number.isFinite(score) || score === 0) continue
    for (const key of keysOf(value, score < 0 ? 'below' : 'above')) {
      const [sum, count] = sums.get(key) ?? [0, 0]
      sums.set(key, [sum + Math.abs(score), count + 1])
    }
  }
  return Object.fromEntries(sums)
}

/** Widens by what was learned. Where there were few values of a kind, by what its parent says. */
export function widenBy(sums: SpreadSums): Widen {
  const known = new Map(Object.entries(sums))
  const factor = (value: UncertainValue, side: 'below' | 'above') =>
    keysOf(value, side).reduce((before, key) => {
      const [sum, count] = known.get(key) ?? [0, 0]
      return (sum + BELIEF * before) / (count + BELIEF)
    }, 1)
  return (value) => ({
    ...value,
    below: value.below * factor(value, 'below'),
    above: value.above * factor(value, 'above'),
  })
}

/** What a value belongs to, from the widest to the narrowest. */
function keysOf({ method, channel, distance }: UncertainValue, side: string): string[] {
  const ofMethod = `${side} ${method}`
  const ofChannel = `${ofMethod} ${channel}`
  return [ofMethod, ofChannel, `${ofChannel} ${distanceClass(distance)}`]
}
