import { evenly } from './evenly.ts'
import { mergedTimes } from './merged-times.ts'
import type { SeriesChannel, TimeSeries } from './series.ts'

/** How far apart observed values typically are, in the unit of the times. */
export interface TypicalSteps {
  /** The median time from an observed value of a channel to its next. */
  readonly step: number
  /**
   * The median over stretches of up to 16 such steps (of a short channel: half of its steps) of their mean step. About `step`
   * where sampling is even; more where values come in bursts, which decide `step` and not this.
   */
  readonly stretch: number
}

const STRETCH = 16
/** Steps that are looked at; of more, this many are picked evenly. */
const MOST_STEPS = 2 ** 20

/**
 * The typical steps of series, channel by channel: missing values are no observations, and two sensors that take turns are
 * two channels. Where no channel has two values, the times of all channels of a series count together.
 *
 * Medians: a few mistyped times do not matter, and neither does the order of series.
 *
 * @param all increasing times, as the check of series has it
 * @returns null where no series has two times
 */
export function typicalSteps(all: readonly TimeSeries[]): TypicalSteps | null {
  const channels = all.flatMap((series) => series.channels.map((channel) => () => observedTimes(channel)))
  return stepsOf(channels) ?? stepsOf(all.map((series) => () => mergedTimes(series)))
}

/** In plain loops: there may be hundreds of channels of a million rows. */
function observedTimes({ times, values }: SeriesChannel): Float64Array {
  let count = 0
  for (const value of values) if (!Number.isNaN(value)) count++
  if (count === times.length) return times
  const observed = new Float64Array(count)
  let place = 0
  for (let index = 0; place < count; index++) {
    if (!Number.isNaN(values[index])) observed[place++] = times[index]!
  }
  return observed
}

/** @param columns are made one at a time: all of them might be too much to hold */
function stepsOf(columns: readonly (() => Float64Array)[]): TypicalSteps | null {
  const most = Math.max(1, Math.floor(MOST_STEPS / columns.length))
  const steps: number[] = []
  const stretches: number[] = []
  for (const make of columns) {
    const times = make()
    if (times.length < 2) continue
    const width = Math.min(STRETCH, Math.ceil((times.length - 1) / 2))
    for (const index of evenly(times.length - 1, most)) steps.push(times[index + 1]! - times[index]!)
    for (const index of evenly(times.length - width, most)) {
      stretches.push((times[index + width]! - times[index]!) / width)
    }
  }
  return steps.length === 0 ? null : { step: median(steps), stretch: median(stretches) }
}

/** The lower one of the two in the middle, so that it is one of them. */
function median(values: readonly number[]): number {
  return Float64Array.from(values).sort()[(values.length - 1) >> 1]!
}
