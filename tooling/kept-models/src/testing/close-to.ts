import { expect } from 'vitest'

/**
 * Compares numbers that an engine computed. Processors and versions of an engine add in different orders, so that the last
 * bits of a float32 may differ; what is off by more was computed otherwise.
 *
 * @param tolerance relative to the largest of the expected numbers
 */
export function expectClose(got: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(got.length).toBe(expected.length)
  const largest = Array.from(expected).reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  for (let index = 0; index < expected.length; index++) {
    const distance = Math.abs(got[index]! - expected[index]!)
    if (distance <= tolerance * largest) continue
    expect.fail(`number ${index} is ${got[index]}, it was ${expected[index]}`)
  }
}
