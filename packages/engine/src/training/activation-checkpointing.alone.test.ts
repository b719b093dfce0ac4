import { expect, it } from 'vitest'
import { createEngine } from '../create-engine.ts'
import { onnxruntimeNode } from '../onnxruntime-node/provider.ts'
import { deepInputs, deepProgram } from '../testing/deep-program.ts'
import { initialParameters } from '../testing/programs.ts'

const [depth, width, rows] = [24, 256, 8192]

it('leaves most activations out of memory', async () => {
  const engine = await createEngine(onnxruntimeNode({ threads: 1, cacheDirectory: null }))
  const program = deepProgram(depth, width)
  const inputs = deepInputs(rows, width, 1)
  const peakOf = async (activationCheckpointing: boolean) => {
    const optimizer = { kind: 'sgd', momentum: 0, weightDecay: 0 } as const
    const parameters = initialParameters(program).map((value) => value / 100)
    const session = engine.train(program, { optimizer, clipNorm: null, parameters, activationCheckpointing })
    await session.step(inputs, { learningRate: 0 })
    await session.dispose()
    return process.resourceUsage().maxRSS * 1024
  }
  // Whatever the process holds besides: the peak of the second is above that of the first by what the first left out.
  const before = process.resourceUsage().maxRSS * 1024
  const checkpointed = await peakOf(true)
  const whole = await peakOf(false)
  const activation = 4 * rows * width
  expect(checkpointed - before).toBeGreaterThan(activation)
  // Each layer keeps its input and its tanh.
  expect(whole - checkpointed).toBeGreaterThan(depth * activation)
  await engine.dispose()
})
