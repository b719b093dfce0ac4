import type { TimeSeries } from '@romae/timeseries'
import { kalman, linear } from '@romae/timeseries/baselines'
import { expect, it } from 'vitest'
import { remembered } from '../page/remembered.ts'

const times = Float64Array.from({ length: 40 }, (_, time) => time)
const values = times.map((time) => (time % 7 === 3 ? Number.NaN : Math.sin(time)))
const series: TimeSeries = { id: 'wave', channels: [{ times, values }] }

it('is the method, fitted and filled once to the same series', () => {
  const training = [series]
  const method = remembered(linear)
  const fitted = method.fit(training)
  expect(method.fit(training)).toBe(fitted)
  expect(fitted.fill(series)).toBe(fitted.fill(series))
  expect(fitted.fill(series)).toEqual(linear.fit(training).fill(series))
  expect(method.fit([series])).not.toBe(fitted)
})

it('keeps what a smoother knows besides', () => {
  const fitted = remembered(kalman).fit([series]) as ReturnType<typeof kalman.fit>
  expect(fitted.fillWithDeviations(series)).toBe(fitted.fillWithDeviations(series))
})
