import { fromGrid } from '@romae/timeseries'
import { type FillingMethod, linear } from '@romae/timeseries/baselines'
import { expect, it } from 'vitest'
import { defaultPattern, describePattern, EARLIER, holdOut, patternOption } from './held-out-pattern.ts'
import { chooseMethods, fillBy, fitMethods, withMean } from './methods.ts'

const gap = Number.NaN
const series = [
  fromGrid({
    id: 'a',
    values: [
      Array.from({ length: 300 }, (_, row) => (row % 50 < 4 ? gap : row)),
      Array.from({ length: 300 }, (_, row) => row),
    ],
  }),
]
const names = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name)

it('takes all baselines, or those that are named', () => {
  expect(names(chooseMethods(undefined))).toEqual(['linear', 'last', 'climatology', 'knn', 'kalman'])
  expect(names(chooseMethods(['kalman', 'linear']))).toEqual(['linear', 'kalman'])
  expect(() => chooseMethods(['kalmann'])).toThrowRomae('APP_METHOD_UNKNOWN', { name: 'kalmann' })
})

it('says which baseline fails or takes too long, and goes on without', async () => {
  const fails: FillingMethod = {
    name: 'fails',
    label: 'one that fails',
    fit: () => ({
      fill() {
        throw new Error('it is singular')
      },
    }),
  }
  const slow: FillingMethod = { ...linear, name: 'slow', label: 'a slow one', work: () => 1e12 }
  const said: string[] = []
  const note = (text: string) => void said.push(text)
  const fitted = await fitMethods([linear, slow, fails], series, false, note)
  expect(names(fitted)).toEqual(['linear', 'fails'])
  expect(said).toEqual([expect.stringMatching(/^a slow one is left out: .* 34 minutes here; --methods slow takes it$/)])
  expect(await fillBy(fitted[0]!, series, note)).toHaveLength(1)
  expect(await fillBy(fitted[1]!, series, note)).toBeNull()
  expect(said[1]).toBe('fails is left out: it is singular')
  expect(names(await fitMethods([slow], series, true, note))).toEqual(['slow'])
})

it('holds out by a pattern, by default as the gaps of the file are', () => {
  const whole = [fromGrid({ id: 'a', values: [Array.from({ length: 100 }, (_, row) => row)] })]
  expect([defaultPattern(series), defaultPattern(whole)]).toEqual(['mixed', 'scattered'])
  // Twice: as training sees it, and in longer gaps.
  expect([series, whole].map((one) => holdOut(one, defaultPattern(one), 0.1, 1).length)).toEqual([2, 1])
  for (const pattern of ['scattered', 'gaps', 'mar', 'blocks:5', 'rows:2', EARLIER]) {
    const [{ kept, hidden }] = holdOut(series, pattern, 0.2, 1)
    const all = hidden[0]!.channels.reduce((sum, { times }) => sum + times.length, 0)
    expect(Math.abs(all - 0.2 * 576)).toBeLessThan(12)
    expect(kept[0]!.channels[0]!.times).toHaveLength(300)
    expect(describePattern(pattern)).toMatch(/values|gaps|stretches of [52] rows/)
    expect(pattern === EARLIER || patternOption.matches.test(pattern)).toBe(true)
  }
  for (const wrong of ['blocks', 'blocks:0', 'gaps:3', 'all']) expect(patternOption.matches.test(wrong)).toBe(false)
})

it('has the mean of the model and the smoother, where both fill', () => {
  const one = (...values: readonly number[]) => [fromGrid({ id: 'a', values: [values] })]
  const all = withMean(
    new Map([
      ['romae', one(1, 2, gap)],
      ['linear', one(0, 0, 0)],
      ['kalman', one(1, 4, 3)],
    ]),
  )
  expect([...all.keys()]).toEqual(['romae', 'linear', 'kalman', 'romae+kalman'])
  expect([...all.get('romae+kalman')![0]!.channels[0]!.values]).toEqual([1, 3, gap])
  expect([...withMean(new Map([['romae', one(1)]])).keys()]).toEqual(['romae'])
})
