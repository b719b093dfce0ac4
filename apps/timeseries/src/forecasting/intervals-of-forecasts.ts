import { sampleDeviation } from '@romae/internal/statistics'
import type { Origin, TimeSeries } from '@romae/timeseries'
import { conformalQuantiles, intervalFigures, type Part, type TestedValue } from '../conformal-figures.ts'

/** What a method forecast from each origin. */
export interface MethodForecasts {
  readonly forecasts: readonly TimeSeries[]
  /** `[origin]`, of each `[channel][row ahead]`: how far off that may be to both sides, by what the method knows; null of one that knows nothing. */
  readonly widths:
    | readonly {
        readonly below: readonly ArrayLike<number>[]
        readonly above: readonly ArrayLike<number>[]
      }[]
    | null
}

/**
 * How good intervals of 90 % are, in standard deviations of the training values: calibrated, by channel and rows ahead, and measured on blocks
 * of time that take turns. None where there is too little to calibrate on.
 *
 * @param training what the deviation of each channel is of
 */
export function forecastFigures(
  origins: readonly Origin[],
  { forecasts, widths }: MethodForecasts,
  training: readonly TimeSeries[],
): Readonly<Record<string, number>> {
  const units = training[0]!.channels.map((_, channel) => {
    const values = training.flatMap(({ channels }) => [...channels[channel]!.values].filter(Number.isFinite))
    return sampleDeviation(values) || 1
  })
  const times = [...new Set(origins.flatMap(({ at }) => [...at]))].sort((a, b) => a - b)
  const place = new Map(times.map((time, index) => [time, index / times.length]))
  const tested = origins.flatMap(({ at, actual }, origin) => {
    const [stretch, last] = [at[0]!, at.at(-1)!].map((time) => stretchAt(place.get(time)!))
    // Of an origin whose targets are in two stretches of time, none counts: no value is in two of them.
    if (stretch !== last) return []
    const part = partOf(stretch!)
    return actual.channels.flatMap(({ values }, channel) =>
      Array.from(values, (truth, step): TestedValue | [] => {
        const point = forecasts[origin]!.channels[channel]!.values[step]!
        if (Number.isNaN(truth) || Number.isNaN(point)) return []
        const unit = units[channel]!
        const [below, above] = [widths?.[origin]?.below, widths?.[origin]?.above].map((side) =>
          Math.max(side === undefined ? 1 : side[channel]![step]! / unit, 1e-6),
        )
        const value = { channel, method: 0, distance: step + 1, point: point / unit, below: below!, above: above! }
        return { part, known: { ...value, actual: truth / unit } }
      }).flat(),
    )
  })
  const quantilesOf = conformalQuantiles(tested)
  if (quantilesOf === null) return {}
  const reporting = tested.filter(({ part }) => part === 'reporting')
  return intervalFigures(reporting, quantilesOf).figures
}

/** What says what widths are worth comes first, as in `romae forecast`; the rest of the tested time is in so many blocks. */
const CHOOSING = 0.2
const BLOCKS = 8

/** 0 of the first part, then one more for each block. @param place from 0 to 1 */
function stretchAt(place: number): number {
  return place < CHOOSING ? 0 : 1 + Math.floor(((place - CHOOSING) / (1 - CHOOSING)) * BLOCKS)
}

/** Blocks take turns, so that what is calibrated on has the seasons of what is measured. */
function partOf(stretch: number): Part {
  return stretch === 0 ? 'choosing' : stretch % 2 === 1 ? 'calibrating' : 'reporting'
}
