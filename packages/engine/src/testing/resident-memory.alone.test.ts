import { expect, it } from 'vitest'
import { growthPerStep } from './resident-memory.ts'

const BATCH = 57_344

it('sees a leak of one batch per step, and no growth in garbage', async () => {
  const batch = () => new Float32Array(BATCH / 4).fill(1)
  expect(await growthPerStep(async () => void batch())).toBeLessThan(BATCH / 5)
  const leaked: unknown[] = []
  expect(await growthPerStep(async () => void leaked.push(batch()))).toBeGreaterThan(BATCH / 2)
})
