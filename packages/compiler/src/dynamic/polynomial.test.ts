import { describe, expect, it } from 'vitest'
import { evaluate, fitPolynomial, formatPolynomial, monomials } from './polynomial.ts'
import { sampleSizes } from './sample-sizes.ts'

const names = ['batch', 'visible', 'masked']
const samples = sampleSizes(names)
const fit = (value: (batch: number, visible: number, masked: number) => number) =>
  fitPolynomial(
    names,
    samples,
    samples.map(({ batch, visible, masked }) => value(batch!, visible!, masked!)),
  )

describe('fitPolynomial', () => {
  it.each([
    ['a constant', () => 180, '180'],
    ['a size', (batch: number) => batch, 'batch'],
    ['a sum', (_: number, visible: number, masked: number) => visible + masked + 1, 'masked + visible + 1'],
    ['a product', (batch: number, visible: number) => 3 * batch * (visible + 1), '3*batch*visible + 3*batch'],
    ['a difference', (_: number, visible: number) => visible - 1, 'visible + -1'],
    ['nothing', () => 0, '0'],
  ])('finds %s', (_, value, text) => {
    expect(formatPolynomial(fit(value)!)).toBe(text)
  })

  it('refuses what is no polynomial of this kind', () => {
    expect(fit((batch) => batch * batch)).toBeNull()
    expect(fit((batch) => Math.ceil(batch / 2))).toBeNull()
    expect(fit((batch, visible, masked) => batch * visible * masked)).toBeNull()
  })

  it('holds at sizes that it has not seen', () => {
    const polynomial = fit((batch, visible, masked) => batch * (visible + masked + 1) * 5)!
    expect(evaluate(polynomial, { batch: 1, visible: 2, masked: 100 })).toBe(515)
  })
})

describe('sampleSizes', () => {
  it('has sizes of their own for as many names as there are, such as those of eight modalities', () => {
    const many = Array.from({ length: 17 }, (_, index) => `size ${index}`)
    const [base, ...others] = sampleSizes(many)
    const last = others.at(-1)!
    const sizes = many.flatMap((name) => [base![name], last[name]])
    expect(new Set(sizes).size).toBe(2 * many.length)
    expect(sizes.every((size) => Number.isInteger(size))).toBe(true)
  })

  it.each([1, 2, 3])('gives one sample more than there are monomials of %i names', (count) => {
    const some = names.slice(0, count)
    expect(sampleSizes(some)).toHaveLength(monomials(some).length + 1)
  })
})
