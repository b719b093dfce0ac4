import type { TrainingEvent } from '@romae/trainer/node'
import { expect, it } from 'vitest'
import { IdleShare } from './idle-share.ts'

const step = (milliseconds: number, waitMilliseconds: number): TrainingEvent => ({
  type: 'step',
  step: 1,
  epoch: 1,
  loss: 1,
  gradientNorm: 1,
  learningRate: 1,
  milliseconds,
  waitMilliseconds,
})

it('is the waiting of all steps over their time, and nothing before the first', () => {
  const idle = new IdleShare()
  idle.observe({ type: 'epoch', epoch: 1, meanLoss: 1 })
  expect(idle.text).toBeNull()
  idle.observe(step(100, 2))
  idle.observe(step(300, 3))
  expect(idle.text).toBe('the engine waited 1.3 % of the time for data')
})
