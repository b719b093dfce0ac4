import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Activation } from './forward-pass.ts'
import { findSegments } from './segments.ts'

/** What a choice of cuts keeps, and its largest segment. */
function memoryOf(starts: readonly number[], activations: readonly Activation[]): number {
  const segment = (place: number) => starts.findLastIndex((start) => start <= place)
  const isKept = ({ made, lastRead }: Activation) => segment(Math.max(made, lastRead)) > segment(made)
  const sum = (some: readonly Activation[]) => some.reduce((bytes, one) => bytes + one.bytes, 0)
  const again = starts.map((_, index) =>
    sum(activations.filter((one) => one.saved && !isKept(one) && segment(one.made) === index)),
  )
  return sum(activations.filter(isKept)) + Math.max(...again)
}

const chain = (count: number): Activation[] =>
  Array.from({ length: count }, (_, made) => ({ made, lastRead: made + 1, saved: true, bytes: 100 }))

it('cuts a chain into about as many segments as each has nodes', () => {
  const starts = findSegments(100, chain(100))
  expect(starts[0]).toBe(0)
  expect(memoryOf(starts, chain(100))).toBeLessThanOrEqual(2 * 100 * Math.sqrt(100))
})

it('comes near the best of all cuts, and is never worse than none', () => {
  const nodes = 9
  const activation = fc.record({
    made: fc.nat(nodes - 1),
    ahead: fc.nat(3),
    saved: fc.boolean(),
    bytes: fc.integer({ min: 1, max: 50 }),
  })
  fc.assert(
    fc.property(fc.array(activation, { maxLength: 14 }), (drawn) => {
      const activations = drawn.map(({ ahead, ...rest }) => ({
        ...rest,
        lastRead: ahead === 0 ? -1 : Math.min(nodes - 1, rest.made + ahead),
      }))
      const found = memoryOf(findSegments(nodes, activations), activations)
      const all = Array.from({ length: 2 ** (nodes - 1) }, (_, bits) => [
        0,
        ...Array.from({ length: nodes - 1 }, (_, place) => place + 1).filter((place) => (bits >> (place - 1)) & 1),
      ])
      const best = Math.min(...all.map((starts) => memoryOf(starts, activations)))
      expect(found).toBeLessThanOrEqual(memoryOf([0], activations))
      expect(found).toBeLessThanOrEqual(1.5 * best)
    }),
    { numRuns: 150, seed: 3 },
  )
})
