import { createRandom } from '@romae/core'
import { normalQuantile } from '@romae/internal/statistics'
import { gapLengths } from '@romae/timeseries'
import { distancesToKnown } from '@romae/timeseries/uncertainty'
import { gaussianCrps } from '@romae/trainer/node'
import {
  conformalQuantiles,
  intervalFigures,
  type Part,
  type QuantilesOf,
  type TestedValue,
} from '../conformal-figures.ts'
import type { FilledWindows } from './filled-windows.ts'
import type { Hidden } from './hide-values.ts'
import { placeOf } from './windows.ts'

/** Lengths of gaps in steps, and what is said of them: with this many values. */
const GAPS = [
  { name: '1', most: 1 },
  { name: '2–3', most: 3 },
  { name: '4–8', most: 8 },
  { name: '9–24', most: 24 },
  { name: '25+', most: Infinity },
]
const LEAST_OF_GAP = 200

/** A hidden value and what it was filled with. */
interface Tested extends TestedValue {
  /** Steps of the gap that it lies in, of its channel in its window. */
  readonly gap: number
}

/**
 * How good intervals of 90 % are that are calibrated on a half of the hidden values, on the other half. None where the first has
 * too few. Gaps of a window that begin together are in one part, in all channels, as `romae impute` divides them.
 */
export function conformalFigures(
  hidden: Hidden,
  filled: FilledWindows,
  seed: number,
): Readonly<Record<string, number>> {
  const tested = testedOf(hidden, filled, seed)
  const quantilesOf = conformalQuantiles(tested)
  return quantilesOf === null ? {} : figures(tested.filter(isReported), quantilesOf)
}

/** The same of the normal distributions that a method says itself, on the same values; their CRPS in closed form. */
export function gaussianFigures(hidden: Hidden, filled: FilledWindows, seed: number): Readonly<Record<string, number>> {
  const reporting = testedOf(hidden, filled, seed).filter(isReported)
  if (reporting.length === 0) return {}
  const means = reporting.map(({ known }) => known.point)
  const deviations = reporting.map(({ known }) => known.above)
  const quantilesOf = (level: number) => means.map((mean, index) => mean + normalQuantile(level) * deviations[index]!)
  const actual = reporting.map(({ known }) => known.actual)
  return { ...figures(reporting, quantilesOf), CRPS: gaussianCrps(means, deviations, actual) }
}

const isReported = ({ part }: Tested) => part === 'reporting'

function figures(reporting: readonly Tested[], quantilesOf: QuantilesOf): Record<string, number> {
  const { figures: overall, isWithin } = intervalFigures(reporting, quantilesOf)
  const byGap = GAPS.flatMap(({ name, most }, index) => {
    const own = isWithin.filter((_, place) => {
      const { gap } = reporting[place]!
      return gap <= most && gap > (GAPS[index - 1]?.most ?? 0)
    })
    if (own.length < LEAST_OF_GAP) return []
    return [[`within, gaps of ${name}`, own.filter(Boolean).length / own.length] as const]
  })
  return { ...overall, ...Object.fromEntries(byGap) }
}

/** The first fifth says what widths are worth, three tenths calibrate, a half is reported on. @param place from 0 to 1 */
function partAt(place: number): Part {
  return place < 0.2 ? 'choosing' : place < 0.5 ? 'calibrating' : 'reporting'
}

function testedOf({ seen, truth }: Hidden, { filled, widths }: FilledWindows, seed: number): Tested[] {
  const { count, steps, channels } = truth
  return Array.from({ length: count }, (_, window) => window).flatMap((window) => {
    const parts = Array.from({ length: steps }, (_, step) => partAt(createRandom(seed, 'part', window, step).uniform()))
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
