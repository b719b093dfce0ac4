import {
  type IntervalErrors,
  type TestedIntervals,
  type TestedValue,
  testIntervals,
  uncertain,
} from '../uncertainty/tested-intervals.ts'
import type { BoundsOfChannels } from './bounds.ts'
import type { Measured } from './comparison.ts'
import { GAP_LENGTHS, nameOfLength } from './gap-lengths.ts'

/** A held-out value with what stood there after filling. */
interface FilledValue extends TestedValue {
  readonly value: Measured
}

/** Intervals that were calibrated on some held-out values, and measured on others. */
export interface Intervals extends Pick<TestedIntervals<FilledValue>, 'coverage' | 'calibration' | 'reliability'> {
  /** Of all values: only count and coverage mean something over channels of different units. */
  readonly all: Pick<IntervalErrors, 'count' | 'coverage'>
  /** By channel; null of one without values. */
  readonly byChannel: readonly (IntervalErrors | null)[]
  /** By length of gap, of those that there are. */
  readonly byGap: readonly (Pick<IntervalErrors, 'count' | 'coverage'> & { readonly rows: string })[]
}

/** What intervals are made of. */
export interface IntervalRule {
  readonly coverage: number
  readonly links: BoundsOfChannels
  /** The method that fills a value: an index. */
  readonly methodOf: (value: Measured) => number
  /** The deviation of each channel: the width of a method that says none. */
  readonly units: readonly number[]
}

/**
 * Calibrates on one part of the held-out values and measures on another. What is filled is not bounded before: scores are of the
 * unbounded side of the link.
 *
 * @returns null, and a note, where there are too few
 */
export function evaluateIntervals(
  measured: readonly Measured[],
  channels: number,
  rule: IntervalRule,
  note: (text: string) => void,
): Intervals | null {
  const values = measured.flatMap((value): FilledValue | [] => {
    const method = rule.methodOf(value)
    const point = value.raw[method]!
    if (!Number.isFinite(point)) return []
    const { channel, distance, actual } = value
    const widths = value.widths[method] ?? null
    const known = uncertain({ channel, method, distance, point }, widths, rule.units)
    return { value, known: { ...known, actual: rule.links[channel]!.toUnbounded(actual) }, actual }
  })
  const of = (part: Measured['part']) => values.filter(({ value }) => value.part === part)
  const parts = { choosing: of('choosing'), calibrating: of('calibrating'), reporting: of('reporting') }
  const tested = testIntervals(parts, rule, note)
  if (tested === null) return null
  const { coverage, calibration, errorsWhere, reliability } = tested
  const all = errorsWhere(() => true)
  if (all === null) {
    note('there are no intervals: no held-out value is left to measure them on; hold out more (--held-out)')
    return null
  }
  return {
    coverage,
    calibration,
    reliability,
    all,
    byChannel: Array.from({ length: channels }, (_, channel) => errorsWhere(({ value }) => value.channel === channel)),
    byGap: Array.from({ length: GAP_LENGTHS }, (_, length) => length).flatMap((length) => {
      const own = errorsWhere(({ value }) => value.length === length)
      return own === null ? [] : [{ ...own, rows: nameOfLength(length) }]
    }),
  }
}
