import { describe, expect, it } from 'vitest'
import { describeSpan } from './time-unit.ts'

describe('describeSpan', () => {
  it.each([
    [1, 'days', '1 day'],
    [16, 'days', '16 days'],
    [1 / 24, 'days', '1 hour, 0.0416667 days'],
    [1 / 86_400, 'days', '1 second, 0.0000115741 days'],
    [900, 'seconds', '15 minutes, 900 seconds'],
    [0.25, 'seconds', '250 milliseconds, 0.25 seconds'],
    [1e-13, 'days', '8.64 nanoseconds, 1e-13 days'],
    [3600, undefined, '3600'],
    [0.1 + 0.2, null, '0.3'],
    [2, 'heartbeats', '2 heartbeats'],
  ])('says %d %s as people do', (span, unit, text) => {
    expect(describeSpan(span, unit)).toBe(text)
  })
})
