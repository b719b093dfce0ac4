import type { SeriesChannel, TimeSeries } from '@romae/timeseries'

/** Fills the gaps of one channel at the times asked for, from what was observed. */
export type Baseline = (observed: SeriesChannel, times: Float64Array) => Float64Array

/** The last observation before; before the first, the first. */
export const lastValue: Baseline = (observed, times) =>
  times.map((time) => {
    const before = observed.times.findLastIndex((other) => other <= time)
    return observed.values[Math.max(0, before)]!
  })

/**
 * What is usual at that time of the year: the mean of the training years' values within a week of the same day.
 *
 * @param history the training years of the same channel
 */
export function climatology(history: SeriesChannel): Baseline {
  const year = 365.25
  const week = 7
  return (_, times) =>
    times.map((time) => {
      let sum = 0
      let count = 0
      history.times.forEach((other, index) => {
        const difference = Math.abs(time - other) % year
        if (Math.min(difference, year - difference) > week) return
        sum += history.values[index]!
        count++
      })
      return sum / count
    })
}

/** Applies a baseline to every channel: values at the times of `hidden`. */
export function fillBy(
  baseline: (channel: number) => Baseline,
  observed: TimeSeries,
  hidden: TimeSeries,
): readonly Float64Array[] {
  return hidden.channels.map(({ times }, channel) => baseline(channel)(observed.channels[channel]!, times))
}
