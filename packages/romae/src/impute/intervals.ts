import { RomaeError } from '@romae/core'
import { type Calibration, calibrate, type UncertainValue } from '@romae/timeseries/uncertainty'
import { intervalMetrics, quantileMetrics } from '@romae/trainer/node'
import type { BoundsOfChannels } from './bounds.ts'
import type { Measured } from './comparison.ts'
import { GAP_LENGTHS, nameOfLength } from './gap-lengths.ts'

/** Levels by which the continuous ranked probability score is measured. */
const LEVELS = Array.from({ length: 19 }, (_, index) => (index + 1) / 20)

/** How good intervals are on values that neither chose a method nor calibrated. */
interface IntervalErrors {
  readonly count: number
  /** Fraction within. */
  readonly coverage: number
  /** The mean, and that of Winkler's score and of the CRPS, in the channel's own unit. */
  readonly width: number
  readonly winkler: number
  readonly crps: number
}

/** Intervals that were calibrated on some held-out values, and measured on others. */
export interface Intervals {
  readonly coverage: number
  readonly calibration: Calibration
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
  const known = measured.flatMap((value) => {
    const method = rule.methodOf(value)
    const point = value.raw[method]!
    if (!Number.isFinite(point)) return []
    const { channel, distance } = value
    const widths = value.widths[method] ?? null
    const actual = rule.links[channel]!.toUnbounded(value.actual)
    return [{ value, known: { ...uncertain({ channel, method, distance, point }, widths, rule.units), actual } }]
  })
  const of = (part: Measured['part']) => known.filter(({ value }) => value.part === part)
  const reporting = of('reporting')
  try {
    const [choosing, calibrating] = [of('choosing'), of('calibrating')].map((all) => all.map((one) => one.known))
    const calibration = calibrate({ choosing: choosing!, calibrating: calibrating! })
    const quantilesOf = (level: number) =>
      reporting.map((one) => {
        return rule.links[one.value.channel]!.toBounded(calibration.quantile(one.known, level))
      })
    const [lower, upper] = outer(rule.coverage).map(quantilesOf) as [number[], number[]]
    const inner = LEVELS.map(quantilesOf)
    const errorsWhere = (isMeant: (value: Measured) => boolean): IntervalErrors | null => {
      const places = [...reporting.keys()].filter((place) => isMeant(reporting[place]!.value))
      if (places.length === 0) return null
      const pick = (values: readonly number[]) => places.map((place) => values[place]!)
      const actual = places.map((place) => reporting[place]!.value.actual)
      return {
        count: places.length,
        ...intervalMetrics(pick(lower), pick(upper), actual, rule.coverage),
        crps: quantileMetrics(inner.map(pick), LEVELS, actual).crps,
      }
    }
    const all = errorsWhere(() => true)
    if (all === null) {
      note('there are no intervals: no held-out value is left to measure them on; hold out more (--held-out)')
      return null
    }
    return {
      coverage: rule.coverage,
      calibration,
      all,
      byChannel: Array.from({ length: channels }, (_, channel) => errorsWhere((value) => value.channel === channel)),
      byGap: Array.from({ length: GAP_LENGTHS }, (_, length) => length).flatMap((length) => {
        const own = errorsWhere((value) => value.length === length)
        return own === null ? [] : [{ ...own, rows: nameOfLength(length) }]
      }),
    }
  } catch (error) {
    if (!RomaeError.isInstance(error) || error.code !== 'TIMESERIES_TOO_FEW_TO_CALIBRATE') throw error
    note(`there are no intervals: ${error.message.replace(/ \[\w+\]$/, '')}`)
    return null
  }
}

/** The levels of both ends. */
export function outer(coverage: number): number[] {
  // 1 - 0.9 is a hair below 0.1.
  const tail = Number(((1 - coverage) / 2).toPrecision(12))
  return [tail, 1 - tail]
}

/** With widths that are a number above 0. */
export function uncertain(
  value: Omit<UncertainValue, 'below' | 'above'>,
  widths: { readonly below: number; readonly above: number } | null,
  units: readonly number[],
): UncertainValue {
  const unit = units[value.channel]!
  const side = (width: number | undefined) => (width === undefined ? unit : Math.max(width, 1e-6 * unit))
  return { ...value, below: side(widths?.below), above: side(widths?.above) }
}
