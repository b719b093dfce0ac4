import { createRandom } from '@romae/core'
import { describe, expect, it } from 'vitest'
import { fitLinearProbe } from './linear-probe.ts'
import { minimize } from './minimize.ts'
import { nearestNeighbours } from './nearest-neighbours.ts'

const random = createRandom(5, 'probe')
/** Three clouds in four dimensions; the last dimension is the same everywhere. */
const clouds = Array.from({ length: 150 }, (_, index) => ({
  label: 'abc'[index % 3]!,
  embedding: Float32Array.from([0, 1, 2, 3], (column) =>
    column === 3 ? 7 : (column === index % 3 ? 2 : 0) * 100 + 100 * random.normal(),
  ),
}))
const [train, test] = [clouds.slice(0, 90), clouds.slice(90)]
const vectors = (some: typeof clouds) => some.map(({ embedding }) => embedding)
const labels = (some: typeof clouds) => some.map(({ label }) => label)
const rightOf = (probe: { classify(some: Float32Array[]): { label: string }[] }) =>
  probe.classify(vectors(test)).filter(({ label }, index) => label === test[index]!.label).length / test.length

describe('minimize', () => {
  it('finds the minimum of a narrow valley', () => {
    // Convex, with a condition number of 10,000 and its minimum at (1, 2, 3).
    const found = minimize((place, gradient) => {
      return place.reduce((sum, entry, index) => {
        const off = entry - (index + 1)
        gradient[index] = 2 * 100 ** index * off + 4 * off ** 3
        return sum + 100 ** index * off ** 2 + off ** 4
      }, 0)
    }, new Float64Array(3))
    expect([...found]).toEqual([1, 2, 3].map((value) => expect.closeTo(value, 5)))
  })
})

describe('fitLinearProbe', () => {
  it('finds what a linear function of the embeddings tells, whatever their units', () => {
    const probe = fitLinearProbe(vectors(train), labels(train))
    expect(rightOf(probe)).toBeGreaterThan(0.75)
    const scaled = (some: typeof clouds) => some.map(({ embedding }) => embedding.map((value) => value / 1000 - 5))
    const same = fitLinearProbe(scaled(train), labels(train))
    expect(same.decay).toBe(probe.decay)
    probe.classify(vectors(test)).forEach(({ probabilities }, index) => {
      expect([...same.classify(scaled(test))[index]!.probabilities]).toEqual(
        [...probabilities].map((one) => expect.closeTo(one, 3)),
      )
      expect(probabilities.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 5)
    })
  })

  it('is the minimum: the mean probability of a class is its share, as its bias is not decayed', () => {
    for (const decay of [1e-3, 1]) {
      const { classify } = fitLinearProbe(vectors(train), labels(train), { decay })
      const found = classify(vectors(train))
      const mean = found.reduce((sum, { probabilities }) => sum + probabilities[1]!, 0) / found.length
      expect(mean).toBeCloseTo(1 / 3, 4)
    }
    const sure = (decay: number) =>
      fitLinearProbe(vectors(train), labels(train), { decay }).classify(vectors(test))[0]!.probabilities
    expect(Math.max(...sure(10))).toBeLessThan(Math.max(...sure(1e-3)))
  })

  it('refuses what it cannot be fitted to', () => {
    expect(() => fitLinearProbe([], [])).toThrowRomae('TRAINER_NO_SAMPLES')
    expect(() => fitLinearProbe(vectors(train), ['a'])).toThrowRomae('TRAINER_COUNT_MISMATCH', { what: 'labels' })
    expect(() => fitLinearProbe(vectors(train.slice(0, 2)), ['a', 'a'])).toThrowRomae('TRAINER_ONE_CLASS')
    expect(() => fitLinearProbe([Float32Array.of(1), Float32Array.of(Number.NaN)], ['a', 'b'])).toThrowRomae(
      'TRAINER_VALUE_NOT_FINITE',
    )
    const probe = fitLinearProbe(vectors(train), labels(train))
    expect(() => probe.classify([Float32Array.of(1)])).toThrowRomae('TRAINER_COUNT_MISMATCH', { expected: 4, got: 1 })
  })
})

describe('nearestNeighbours', () => {
  it('lets those vote that are nearest in angle', () => {
    const known = [Float32Array.of(1, 0), Float32Array.of(0, 2), Float32Array.of(-1, 0)]
    const { classify } = nearestNeighbours(known, ['a', 'b', 'a'], { neighbours: 2, temperature: 1 })
    const [{ label, probabilities }] = classify([Float32Array.of(30, 40)]) as [
      { label: string; probabilities: Float32Array },
    ]
    expect(label).toBe('b')
    const [a, b] = [Math.exp(0.6), Math.exp(0.8)]
    expect([...probabilities]).toEqual([expect.closeTo(a / (a + b), 6), expect.closeTo(b / (a + b), 6)])
  })

  it('finds clouds, and takes all where there are fewer', () => {
    const centred = train.map(({ embedding, label }) => ({ label, embedding: embedding.subarray(0, 3) }))
    const probe = nearestNeighbours(vectors(centred), labels(centred))
    const found = probe.classify(vectors(test).map((embedding) => embedding.subarray(0, 3)))
    expect(found.filter(({ label }, index) => label === test[index]!.label).length / test.length).toBeGreaterThan(0.65)
    expect(nearestNeighbours(vectors(train), labels(train), { neighbours: 1000 }).classify(vectors(test))).toHaveLength(
      60,
    )
  })
})
