import { RomaeError } from '@romae/core'
import { type Calibration, calibrate, type KnownValue, type UncertainValue } from '@romae/timeseries/uncertainty'
import { intervalMetrics, quantileMetrics } from '@romae/trainer'
import type { BoundsOfChannels } from '../impute/bounds.ts'

/** Levels by which the continuous ranked probability score is measured. */
const LEVELS = Array.from({ length: 19 }, (_, index) => (index + 1) / 20)

/** A value of which the truth is known. */
export interface TestedValue {
  /** On the unbounded side of the link of its channel. */
  readonly known: KnownValue
  /** The truth as it was observed. */
  readonly actual: number
}

/** Values for three things, of which none serves two. */
export interface TestedParts<Value extends TestedValue> {
  /** On these methods were chosen, and it is learned what widths are worth. */
  readonly choosing: readonly Value[]
  /** From these intervals are made. */
  readonly calibrating: readonly Value[]
  /** On these they are measured. */
  readonly reporting: readonly Value[]
}

/** How good intervals are on values that had no part in making them. */
export interface IntervalErrors {
  readonly count: number
  /** Fraction within. */
  readonly coverage: number
  /** The mean, and that of Winkler's score and of the CRPS, in the channel's own unit. */
  readonly width: number
  readonly winkler: number
  readonly crps: number
  /** The mean pinball loss of the three quantiles that are written: the lower end, the median, the upper end. */
  readonly pinball: number
}

/** How many of the values that are reported on lay within intervals of one coverage. */
interface ReachedCoverage {
  readonly nominal: number
  readonly within: number
  readonly count: number
}

/** Coverages whose reliability is shown: 50, 55 … 95 %. */
const NOMINAL = Array.from({ length: 10 }, (_, index) => (50 + 5 * index) / 100)

/** Intervals that were calibrated on some values, and measured on others. */
export interface TestedIntervals<Value extends TestedValue> {
  readonly coverage: number
  readonly calibration: Calibration
  /** On those of the values that are reported on for which this holds; null without any. */
  readonly errorsWhere: (isMeant: (value: Value) => boolean) => IntervalErrors | null
  /** Of all values that are reported on; without the coverages that so few values cannot promise. */
  readonly reliability: readonly ReachedCoverage[]
}

/**
 * Calibrates on one part of the values and measures on another.
 *
 * @returns null, and a note, where there are too few
 */
export function testIntervals<Value extends TestedValue>(
  { choosing, calibrating, reporting }: TestedParts<Value>,
  { coverage, links }: { readonly coverage: number; readonly links: BoundsOfChannels },
  note: (text: string) => void,
): TestedIntervals<Value> | null {
  const knownOf = (values: readonly Value[]) => values.map(({ known }) => known)
  return orNote(note, () => {
    const calibration = calibrate({ choosing: knownOf(choosing), calibrating: knownOf(calibrating) })
    const quantilesOf = (level: number) =>
      reporting.map(({ known }) => links[known.channel]!.toBounded(calibration.quantile(known, level)))
    const [low, high] = outer(coverage)
    const ends = [low, 0.5, high]
    const written = ends.map(quantilesOf)
    const inner = LEVELS.map(quantilesOf)
    const errorsWhere = (isMeant: (value: Value) => boolean): IntervalErrors | null => {
      const places = [...reporting.keys()].filter((place) => isMeant(reporting[place]!))
      if (places.length === 0) return null
      const pick = (values: readonly number[]) => places.map((place) => values[place]!)
      const actual = places.map((place) => reporting[place]!.actual)
      const [lower, median, upper] = written.map(pick) as [number[], number[], number[]]
      const { pinball } = quantileMetrics([lower, median, upper], ends, actual)
      return {
        count: places.length,
        ...intervalMetrics(lower, upper, actual, coverage),
        crps: quantileMetrics(inner.map(pick), LEVELS, actual).crps,
        pinball: pinball.reduce((sum, loss) => sum + loss, 0) / pinball.length,
      }
    }
    const reached = (nominal: number): ReachedCoverage => {
      const [lower, upper] = outer(nominal).map(quantilesOf) as [number[], number[]]
      const isWithin = ({ actual }: Value, place: number) => actual >= lower[place]! && actual <= upper[place]!
      return { nominal, within: reporting.filter(isWithin).length, count: reporting.length }
    }
    const reliability = NOMINAL.flatMap(
      (nominal) =>
        orNote(
          () => {},
          () => reached(nominal),
        ) ?? [],
    )
    return { coverage, calibration, errorsWhere, reliability }
  })
}

/** Null, and a note, where so few values cannot tell. */
export function orNote<Result>(note: (text: string) => void, make: () => Result): Result | null {
  try {
    return make()
  } catch (error) {
    if (!RomaeError.isInstance(error) || error.code !== 'TIMESERIES_TOO_FEW_TO_CALIBRATE') throw error
    note(`there are no intervals: ${error.message.replace(/ \[\w+\]$/, '')}`)
    return null
  }
}

/** The levels of both ends. */
export function outer(coverage: number): [low: number, high: number] {
  // 1 - 0.9 is a hair below 0.1.
  const tail = Number(((1 - coverage) / 2).toPrecision(12))
  return [tail, 1 - tail]
}

/** With widths that are a number above 0; where none are known, the channel's deviation. */
export function uncertain(
  value: Omit<UncertainValue, 'below' | 'above'>,
  widths: { readonly below: number; readonly above: number } | null,
  units: readonly number[],
): UncertainValue {
  const unit = units[value.channel]!
  const side = (width: number | undefined) => (width === undefined ? unit : Math.max(width, 1e-6 * unit))
  return { ...value, below: side(widths?.below), above: side(widths?.above) }
}
