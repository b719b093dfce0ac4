import { RomaeError } from '@romae/core'
import { calibrate, type KnownValue } from '@romae/timeseries/uncertainty'
import { intervalMetrics, quantileMetrics } from '@romae/trainer/node'

const COVERAGE = 0.9
/** The levels of both ends of such an interval. */
const ENDS = [0.05, 0.95] as const
/** Levels by which the CRPS is measured: of fewer it comes out larger than it is. */
const LEVELS = Array.from({ length: 49 }, (_, index) => (index + 1) / 50)

/** What a value is for: it says what widths are worth, or intervals are made from it, or measured on it. */
export type Part = 'choosing' | 'calibrating' | 'reporting'

/** A value of which the truth is known. */
export interface TestedValue {
  readonly part: Part
  readonly known: KnownValue
}

/** Quantiles of the values that are reported on. */
export type QuantilesOf = (level: number) => number[]

/** By split conformal prediction; null where there are too few values to calibrate on. */
export function conformalQuantiles(tested: readonly TestedValue[]): QuantilesOf | null {
  const of = (part: Part) => tested.flatMap((one) => (one.part === part ? one.known : []))
  const reporting = of('reporting')
  if (reporting.length === 0) return null
  try {
    const { quantile } = calibrate({ choosing: of('choosing'), calibrating: of('calibrating') })
    const outermost = [LEVELS[0]!, LEVELS.at(-1)!]
    for (const level of outermost) quantile(reporting[0]!, level)
    return (level) => reporting.map((value) => quantile(value, level))
  } catch (error) {
    if (RomaeError.isInstance(error, 'TIMESERIES_TOO_FEW_TO_CALIBRATE')) return null
    throw error
  }
}

/** CRPS, coverage, width and Winkler's score of intervals of 90 %, and whether each of the values lies within. */
export function intervalFigures(reporting: readonly TestedValue[], quantilesOf: QuantilesOf) {
  const actual = reporting.map(({ known }) => known.actual)
  const [lower, upper] = ENDS.map(quantilesOf) as [number[], number[]]
  const { coverage, width, winkler } = intervalMetrics(lower, upper, actual, COVERAGE)
  const { crps } = quantileMetrics(LEVELS.map(quantilesOf), LEVELS, actual)
  return {
    figures: { CRPS: crps, within: coverage, width, Winkler: winkler },
    isWithin: actual.map((value, place) => value >= lower[place]! && value <= upper[place]!),
  }
}
