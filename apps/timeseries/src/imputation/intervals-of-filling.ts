import { createRandom, RomaeError } from '@romae/core'
import { normalQuantile } from '@romae/internal/statistics'
import { gapLengths } from '@romae/timeseries'
import { calibrate, distancesToKnown, type KnownValue } from '@romae/timeseries/uncertainty'
import { gaussianCrps, intervalMetrics, quantileMetrics } from '@romae/trainer/node'
import type { FilledWindows } from './filled-windows.ts'
import type { Hidden } from './hide-values.ts'
import { placeOf } from './windows.ts'

const COVERAGE = 0.9
/** Levels by which the CRPS is measured: of fewer it comes out larger than it is. */
const LEVELS = Array.from({ length: 49 }, (_, index) => (index + 1) / 50)
/**
 * Of gaps: those whose values say what widths are worth, and those from which intervals are made; the others are reported on. Gaps of a window
 * that begin together are in one part, in all channels, as `romae impute` divides them.
 */
const PARTS = { choosing: 0.2, calibrating: 0.3 }
/** Lengths of gaps in steps, and what is said of them: with this many values. */
const GAPS = [
  { name: '1', most: 1 },
  { name: '2–3', most: 3 },
  { name: '4–8', most: 8 },
  { name: '9–24', most: 24 },
  { name: '25+', most: Infinity },
]
const LEAST_OF_GAP = 200

type Part = 'choosing' | 'calibrating' | 'reporting'

/** A hidden value and what it was filled with. */
interface Tested {
  readonly part: Part
  readonly known: KnownValue
  /** Steps of the gap that it lies in, of its channel in its window. */
  readonly gap: number
}

/**
 * How good intervals of 90 % are that are calibrated on a half of the hidden values, on the other half. None where the first has
 * too few.
 */
export function conformalFigures(
  hidden: Hidden,
  filled: FilledWindows,
  seed: number,
): Readonly<Record<string, number>> {
  const tested = testedOf(hidden, filled, seed)
  const of = (part: Part) => tested.filter((one) => one.part === part)
  const [choosing, calibrating] = [of('choosing'), of('calibrating')].map((some) => some.map(({ known }) => known))
  const reporting = of('reporting')
  try {
    const { quantile } = calibrate({ choosing: choosing!, calibrating: calibrating! })
    return figures(reporting, (level) => reporting.map(({ known }) => quantile(known, level)))
  } catch (error) {
    if (RomaeError.isInstance(error, 'TIMESERIES_TOO_FEW_TO_CALIBRATE')) return {}
    throw error
  }
}

/** The same of the normal distributions that a method says itself, on the same values; their CRPS in closed form. */
export function gaussianFigures(hidden: Hidden, filled: FilledWindows, seed: number): Readonly<Record<string, number>> {
  const reporting = testedOf(hidden, filled, seed).filter(({ part }) => part === 'reporting')
  if (reporting.length === 0) return {}
  const means = reporting.map(({ known }) => known.point)
  const deviations = reporting.map(({ known }) => known.above)
  const quantilesOf = (level: number) => means.map((mean, index) => mean + normalQuantile(level) * deviations[index]!)
  const actual = reporting.map(({ known }) => known.actual)
  return { ...figures(reporting, quantilesOf), CRPS: gaussianCrps(means, deviations, actual) }
}

function figures(reporting: readonly Tested[], quantilesOf: (level: number) => number[]): Record<string, number> {
  if (reporting.length === 0) return {}
  const actual = reporting.map(({ known }) => known.actual)
  // 1 - 0.9 is a hair below 0.1.
  const tail = Number(((1 - COVERAGE) / 2).toPrecision(12))
  const [lower, upper] = [quantilesOf(tail), quantilesOf(1 - tail)]
  const { coverage, width, winkler } = intervalMetrics(lower, upper, actual, COVERAGE)
  const { crps } = quantileMetrics(LEVELS.map(quantilesOf), LEVELS, actual)
  const byGap = GAPS.flatMap(({ name, most }, index) => {
    const places = [...reporting.keys()].filter((place) => {
      const { gap } = reporting[place]!
      return gap <= most && gap > (GAPS[index - 1]?.most ?? 0)
    })
    if (places.length < LEAST_OF_GAP) return []
    const within = places.filter((place) => actual[place]! >= lower[place]! && actual[place]! <= upper[place]!)
    return [[`within, gaps of ${name}`, within.length / places.length] as const]
  })
  return { CRPS: crps, within: coverage, width, Winkler: winkler, ...Object.fromEntries(byGap) }
}

function testedOf({ seen, truth }: Hidden, { filled, widths }: FilledWindows, seed: number): Tested[] {
  const { count, steps, channels } = truth
  return Array.from({ length: count }, (_, window) => window).flatMap((window) => {
    const parts = Array.from({ length: steps }, (_, step) => partOf(seed, window, step))
    return channels.flatMap((_, channel) => {
      const places = Array.from({ length: steps }, (_, step) => placeOf(truth, window, step, channel))
      const missing = Uint8Array.from(places, (place) => (Number.isNaN(seen.values[place]!) ? 1 : 0))
      const [distances, gaps] = [distancesToKnown(missing), gapLengths(missing)]
      return places.flatMap((place, step): Tested | [] => {
        const actual = truth.values[place]!
        if (missing[step] === 0 || Number.isNaN(actual)) return []
        // Values are standardised: who says nothing is off by 1.
        const [below, above] = [widths?.below[place] ?? 1, widths?.above[place] ?? 1].map((one) => Math.max(one, 1e-6))
        const value = { channel, method: 0, distance: distances[step]!, point: filled[place]! }
        const part = parts[missing.lastIndexOf(0, step) + 1]!
        return { part, gap: gaps[step]!, known: { ...value, below: below!, above: above!, actual } }
      })
    })
  })
}

function partOf(seed: number, window: number, step: number): Part {
  const draw = createRandom(seed, 'part', window, step).uniform()
  const { choosing, calibrating } = PARTS
  return draw < choosing ? 'choosing' : draw < choosing + calibrating ? 'calibrating' : 'reporting'
}
