import { describe, expect, it } from 'vitest'
import { drawPendulum, FRAME_SIZE } from './draw.ts'

const middle = (FRAME_SIZE - 1) / 2

function draw(angle: number) {
  const frame = new Float64Array(FRAME_SIZE ** 2)
  drawPendulum(angle, frame)
  const total = frame.reduce((sum, value) => sum + value, 0)
  const moment = (of: (index: number) => number) =>
    frame.reduce((sum, value, index) => sum + value * of(index), 0) / total
  const right = moment((index) => (index % FRAME_SIZE) - middle)
  const down = moment((index) => Math.floor(index / FRAME_SIZE) - middle)
  return { frame, total, right, down }
}

describe('drawPendulum', () => {
  it('draws a rod of the right area, with its middle half its length away in the right direction', () => {
    for (let angle = -3.1; angle < 3.1; angle += 0.1) {
      const { total, right, down } = draw(angle)
      const scale = FRAME_SIZE / 128
      expect(Math.abs(total / (55 * 8 * scale ** 2) - 1)).toBeLessThan(0.1)
      const error = Math.atan2(right, down) - angle
      expect(Math.abs(error)).toBeLessThan(0.02)
      expect(Math.hypot(right, down)).toBeCloseTo((55 / 2) * scale, 0)
    }
  })

  it('hangs down at angle 0 and mirrors with the angle', () => {
    const { right, down } = draw(0)
    expect(right).toBeCloseTo(0, 6)
    expect(down).toBeGreaterThan(4)
    const [left, other] = [draw(-0.7).frame, draw(0.7).frame]
    left.forEach((value, index) => {
      const column = index % FRAME_SIZE
      expect(value).toBeCloseTo(other[index - column + FRAME_SIZE - 1 - column]!, 6)
    })
  })

  it('stays within black and white, which the filter alone would leave', () => {
    const { frame } = draw(1)
    expect(Math.min(...frame)).toBe(0)
    expect(Math.max(...frame)).toBeLessThanOrEqual(1)
    expect(Math.max(...frame)).toBeGreaterThan(0.9)
  })
})
