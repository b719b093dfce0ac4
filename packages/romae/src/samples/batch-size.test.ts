import { fromGrid } from '@romae/timeseries'
import { expect, it } from 'vitest'
import { usualBatchSize } from './batch-size.ts'

const windowOf = (channels: number, rows: number) =>
  fromGrid({ id: 'window', values: Array.from({ length: channels }, () => new Float64Array(rows)) })

it('is 32 of windows of up to a thousand values, and less of larger ones, by the largest', () => {
  expect(usualBatchSize([windowOf(4, 16), windowOf(64, 16)])).toBe(32)
  expect(usualBatchSize([windowOf(4, 16), windowOf(500, 16)])).toBe(4)
  expect(usualBatchSize([windowOf(4000, 16)])).toBe(1)
  expect(usualBatchSize([])).toBe(32)
})
