import { fitHarmonics, type Harmonics, harmonicsOf } from '../series/harmonics.ts'
import type { TimeSeries } from '../series/series.ts'
import { toScale, type ValueScale, valueScale } from './value-scale.ts'

/** What is left of values when what the calendar knows is taken out, in units of its spread. */
export interface ResidualScale {
  readonly harmonics: Harmonics
  readonly channels: readonly ResidualChannel[]
}

interface ResidualChannel extends ValueScale {
  /** Whether there was any value. */
  readonly isKnown: boolean
  /** Whether no value was below 0: then none is filled in below it. */
  readonly isPositive: boolean
}

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
    return { ...valueScale(residuals), isKnown: residuals.length > 0, isPositive }
  })
  return { harmonics, channels }
}

/** `[row, channel]`: the residuals of a series whose channels share their times. */
export function toResiduals(grid: TimeSeries, { harmonics, channels }: ResidualScale): Float64Array {
  const size = channels.length
  const rows = grid.channels[0]!.times.length
  const expected = harmonicsOf(harmonics, grid)
  const residuals = new Float64Array(rows * size)
  channels.forEach((scale, channel) => {
    const { values } = grid.channels[channel]!
    for (let row = 0; row < rows; row++) {
      residuals[row * size + channel] = toScale(scale, values[row]! - expected[channel]![row]!)
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
