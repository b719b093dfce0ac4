import type { ChartSection, TextSection } from '@romae/report'
import { fromGrid } from '@romae/timeseries'
import { expect, it } from 'vitest'
import { filledCurves } from './filled-curves.ts'

const gap = Number.NaN
const count = (length: number) => Array.from({ length }, (_, index) => index)
/** 2 of every 10 days are missing, and filled with half a day more. */
const isGap = (day: number) => day % 10 === 4 || day % 10 === 5
const seriesOf = (days: number, channels = 1) =>
  fromGrid({ id: 'a', values: count(channels).map(() => count(days).map((day) => (isGap(day) ? gap : day))) })
const filledOf = (days: number, channels = 1) =>
  fromGrid({ id: 'a', values: count(channels).map(() => count(days).map((day) => (isGap(day) ? day + 0.5 : day))) })
const one = (days: number) => ({
  channels: ['x'],
  series: [seriesOf(days)],
  filled: [filledOf(days)],
  intervals: null,
  heldOut: null,
  timeUnit: 'days',
})
const curve = (chart: ChartSection, label: string) => chart.series.find((series) => series.label === label)!
const side = (days: number, by: number) => [[Float64Array.from(count(days), (day) => (isGap(day) ? day + by : gap))]]

it('shows all rows, as dates: observed values as a line with gaps, filled ones as points', () => {
  const [chart] = filledCurves(one(600)) as [ChartSection]
  expect(chart).toMatchObject({ heading: 'a: x', width: 'full', x: { scale: 'time' } })
  expect(chart.caption).toBeUndefined()
  const observed = curve(chart, 'observed')
  expect(observed.x).toHaveLength(600)
  expect([3, 4, 5, 6].map((day) => observed.y[day])).toEqual([3, null, null, 6])
  const filled = curve(chart, 'filled')
  expect(filled.x).toHaveLength(120)
  expect([filled.x[0], filled.y[0]]).toEqual([4 * 86_400, 4.5])
})

it('has a band in gaps alone, that begins and ends at what was observed', () => {
  const intervals = { lower: side(20, 0.1), median: side(20, 0.5), upper: side(20, 0.9) }
  const [chart] = filledCurves({ ...one(20), intervals }) as [ChartSection]
  const upper = curve(chart, 'upper end of the interval')
  expect(Array.from(upper.x, (x) => x / 86_400).slice(0, 6)).toEqual([3, 4, 5, 6, 7, 13])
  expect(Array.from(upper.y).slice(0, 6)).toEqual([3, 4.9, 5.9, 6, null, 13])
  expect(upper).toMatchObject({ downTo: 'lower end of the interval', style: 'edge' })
})

it('shows what was held out beside it, as the model filled it', () => {
  const heldOut = [{ ...seriesOf(0), channels: [{ times: Float64Array.of(2, 8), values: Float64Array.of(2.5, 7.5) }] }]
  const [chart] = filledCurves({ ...one(20), heldOut }) as [ChartSection]
  expect(curve(chart, 'held out, as the model filled it')).toMatchObject({ x: [2 * 86_400, 8 * 86_400], y: [2.5, 7.5] })
})

it('says which rows, series and channels of many it shows', () => {
  const [chart] = filledCurves(one(20_000)) as [ChartSection]
  expect(chart.caption).toBe('Rows 1 to 12,000 of 20,000; all are in the filled file.')
  const channels = count(8).map(String)
  const series = count(5).map(() => seriesOf(20, 8))
  const many = filledCurves({ ...one(20), channels, series, filled: count(5).map(() => filledOf(20, 8)) })
  expect(many).toHaveLength(12 + 1)
  expect((many.at(-1) as TextSection).text).toBe(
    'Drawn are 2 of 5 series and 6 of 8 channels; all are in the filled file.',
  )
})
