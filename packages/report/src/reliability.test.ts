import { expect, it } from 'vitest'
import { reliabilitySection, renderReport } from './index.ts'

it('shows what was reached beside what was promised, with the interval that so many values leave', () => {
  const points = [
    { nominal: 0.5, within: 5, count: 10 },
    { nominal: 0.9, within: 10, count: 10 },
  ]
  const section = reliabilitySection(points, '10 values')
  const byLabel = new Map(
    section.series.map(({ label, y }) => [label, Array.from(y, (value) => Number(value!.toFixed(1)))]),
  )
  expect([...byLabel.keys()]).toEqual([
    'reached',
    'as promised',
    'upper end of its 95 % interval',
    'lower end of its 95 % interval',
  ])
  // The roots p of (p − share)² = z² p (1 − p) / n.
  expect(byLabel.get('lower end of its 95 % interval')).toEqual([23.7, 72.2])
  expect(byLabel.get('upper end of its 95 % interval')).toEqual([76.3, 100])
  expect(byLabel.get('as promised')).toEqual([50, 90])
  expect(byLabel.get('reached')).toEqual([50, 100])
  expect(renderReport({ title: 'run', sections: [section] })).toContain('The share of 10 values that lay within')
})
