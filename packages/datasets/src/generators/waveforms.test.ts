import { expect, it } from 'vitest'
import { type Waveform, waveforms } from './waveforms.ts'

/** None of them where the square wave jumps. */
const phases = Array.from({ length: 400 }, (_, index) => -9.01 + index / 15)

it.each(Object.entries(waveforms))('%s has the period 2π and goes from -1 to 1', (_, waveform: Waveform) => {
  for (const phase of phases) expect(waveform(phase + 2 * Math.PI)).toBeCloseTo(waveform(phase), 5)
  const values = phases.map(waveform)
  expect(Math.min(...values)).toBeGreaterThanOrEqual(-1)
  expect(Math.min(...values)).toBeLessThan(-0.9)
  expect(Math.max(...values)).toBeGreaterThan(0.99)
  expect(Math.max(...values)).toBeLessThanOrEqual(1)
})

it('cycloid is the curve of a rolling circle: at θ − sin θ it has the height −cos θ', () => {
  for (let theta = 0; theta < 2 * Math.PI; theta += 0.1) {
    expect(waveforms.cycloid(theta - Math.sin(theta))).toBeCloseTo(-Math.cos(theta), 6)
  }
})

it('cycloid has cusps, unlike a sine: near the bottom it rises as the power 2/3', () => {
  const rise = (distance: number) => waveforms.cycloid(distance) + 1
  expect(rise(8e-3) / rise(1e-3)).toBeCloseTo(4, 1)
})
