import { expect, it } from 'vitest'
import { timeAxis } from './time-axis.ts'

it('shows dates as dates, whatever they are counted in, and numbers as numbers', () => {
  const day = Date.UTC(2015, 2, 2) / 1000
  expect(timeAxis('days', [[day / 86_400]])).toMatchObject({ axis: { label: 'time', scale: 'time' } })
  expect(timeAxis('days', []).at(day / 86_400)).toBe(day)
  expect(timeAxis('milliseconds', []).at(day * 1000)).toBeCloseTo(day, 6)
  expect(timeAxis(null, [[3]])).toMatchObject({ axis: { label: 'time' } })
  expect(timeAxis(null, []).at(3)).toBe(3)
})

it('shows numbers where a date is beyond the calendar', () => {
  const { axis, at } = timeAxis('days', [[0], [1e9]])
  expect(axis).toEqual({ label: 'time, days since 1970' })
  expect(at(1e9)).toBe(1e9)
})
