import { expect, it } from 'vitest'
import { worstRelativeDifference } from './compare-runs.ts'
import type { TrainingRun } from './training-run.ts'

const run = (...losses: number[]) => ({ losses }) as unknown as TrainingRun

it('the worst relative difference is that of the step that differs most', () => {
  expect(worstRelativeDifference(run(1, 2.2, 0.1), run(1, 2, 0.1))).toBeCloseTo(0.1, 12)
  expect(worstRelativeDifference(run(3, 1), run(3, 1))).toBe(0)
})

it.each([
  ['a step is missing', run(1), run(1, 2)],
  ['a loss is NaN', run(Number.NaN, 1), run(1, 1)],
  ['there is nothing to compare', run(), run()],
])('it is infinite where %s', (_, got, reference) => {
  expect(worstRelativeDifference(got, reference)).toBe(Number.POSITIVE_INFINITY)
})
