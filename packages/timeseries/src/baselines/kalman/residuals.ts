import { mean } from '@romae/internal/statistics'
import { fitHarmonics, type Harmonics, harmonicsOf } from '../../series/harmonics.ts'
import { scaleOf } from '../../series/robust-regression.ts'
import type { TimeSeries } from '../../series/series.ts'

/** What is left of values when what the calendar knows is taken out, in units of its spread. */
export interface ResidualScale {
  readonly harmonics: Harmonics
  readonly channels: readonly {
    /** Whether there was any value. */
    readonly isKnown: boolean
    readonly center: number
    /** 1 where all residuals are 0. */
    readonly spread: number
    /** Whether no value was below 0: then none is filled in below it. */
    readonly isPositive: boolean
  }[]
}

/** Residuals beyond so many spreads count as these: a mistyped value must not decide its neighbours. */
const LARGEST = 8

/** @param training on their merged times, or not */
export function fitResiduals(training: readonly TimeSeries[]): ResidualScale {
  const harmonics = fitHarmonics(training)
  const all = training.map((one) => harmonicsOf(harmonics, one))
  const channels = harmonics.channels.map((_, channel) => {
    const residuals: number[] = []
    let isPositive = true
    training.forEach(({ channels: own }, index) => {
      own[channel]!.values.forEach((value, entry) => {
        if (Number.isNaN(value)) return
        residuals.push(value - all[index]![channel]![entry]!)
        if (value < 0) isPositive = false
      })
    })
    const scale = scaleOf(Float64Array.from(residuals))
    const spread = scale > 0 && scale < Infinity ? scale : 1
    // The harmonics are robust, and so beside the mean of what is skewed; what is filled in should not be.
    const center = residuals.length === 0 ? 0 : mean(residuals.map((one) => clip(one, LARGEST * spread)))
    return { isKnown: residuals.length > 0, center, spread, isPositive }
  })
  return { harmonics, channels }
}

function clip(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value))
}

/** `[row, channel]`: the residuals of a series whose channels share their times. */
export function toResiduals(grid: TimeSeries, { harmonics, channels }: ResidualScale): Float64Array {
  const size = channels.length
  const rows = grid.channels[0]!.times.length
  const expected = harmonicsOf(harmonics, grid)
  const residuals = new Float64Array(rows * size)
  channels.forEach(({ center, spread }, channel) => {
    const { values } = grid.channels[channel]!
    for (let row = 0; row < rows; row++) {
      const residual = (values[row]! - expected[channel]![row]! - center) / spread
      residuals[row * size + channel] = clip(residual, LARGEST)
    }
  })
  return residuals
}

/** `[channel][row]`: values again; NaN of a channel of which nothing is known. */
export function fromResiduals(grid: TimeSeries, residuals: Float64Array, scale: ResidualScale): Float64Array[] {
  const size = scale.channels.length
  return harmonicsOf(scale.harmonics, grid).map((expected, channel) => {
    const { isKnown, center, spread, isPositive } = scale.channels[channel]!
    return expected.map((own, row) => {
      const value = own + center + spread * residuals[row * size + channel]!
      return isKnown ? (isPositive ? Math.max(0, value) : value) : Number.NaN
    })
  })
}
