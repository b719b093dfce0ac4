import { expect, it } from 'vitest'
import { createEngine } from '../create-engine.ts'
import { initialParameters, mlp, mlpInputs } from '../testing/programs.ts'
import { growthPerStep } from '../testing/resident-memory.ts'
import { onnxruntimeWeb } from './provider.ts'

// In a file, and so a process, of its own: beside the other engines the resident memory is too restless to measure.
it('keeps memory flat over 500 steps', { timeout: 120_000 }, async () => {
  const engine = await createEngine(onnxruntimeWeb({ threads: 1 }))
  const optimizer = { kind: 'adamw', betas: [0.9, 0.999], epsilon: 1e-8, weightDecay: 0 } as const
  const session = engine.train(mlp, { optimizer, clipNorm: 1, parameters: initialParameters(mlp) })
  const batch = mlpInputs(2048, 1)
  const batchBytes = Object.values(batch).reduce((bytes, { data }) => bytes + data.byteLength, 0)
  const growth = await growthPerStep(async () => void (await session.step(batch, { learningRate: 1e-4 })))
  expect(growth).toBeLessThan(batchBytes / 5)
  await engine.dispose()
})
