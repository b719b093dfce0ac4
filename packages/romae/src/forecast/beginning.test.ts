import { fromGrid, type TimeSeries } from '@romae/timeseries'
import { describe, expect, it } from 'vitest'
import { fittingBeginning } from './beginning.ts'

/** Values by row. */
function series(values: (row: number) => number, rows = 400): TimeSeries {
  const times = Array.from({ length: rows }, (_, row) => row)
  return fromGrid({ id: 'one', times, values: [times.map(values)] })
}

/** A number in [-1, 1) that looks random. */
const noise = (row: number) => 2 * ((Math.sin(row * 12.9898) * 43758.5453) % 1)
const asked = { horizon: 3, known: [] }

describe('fittingBeginning', () => {
  it('is an autoregression where it forecasts better than what was a season before', () => {
    let walk = 0
    const slow = Array.from({ length: 400 }, (_, row) => {
      walk = 0.95 * walk + noise(row)
      return walk
    })
    expect(fittingBeginning([series((row) => slow[row]!)], asked)).toBe('smoother')
  })

  it('is nothing where that is nearer, and where there is too little to tell', () => {
    // Each row is exactly that of 24 rows before, and nothing like its neighbours.
    const times = Array.from({ length: 480 }, (_, hour) => hour)
    const grid = fromGrid({ id: 'one', times, values: [times.map((hour) => noise(hour % 24))] })
    const daily: TimeSeries = { ...grid, timeUnit: 'hours' }
    expect(fittingBeginning([daily], asked)).toBe('none')
    expect(fittingBeginning([series(noise, 5)], asked)).toBe('none')
    expect(fittingBeginning([], asked)).toBe('none')
  })
})
