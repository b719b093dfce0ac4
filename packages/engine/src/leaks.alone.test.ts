import * as tf from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import { createEngine } from './create-engine.ts'
import type { Program } from './engine.ts'
import { onnxruntimeNode } from './onnxruntime-node/provider.ts'
import type { Optimizer } from './optimizer/optimizer.ts'
import { usableEngines } from './testing/engine-names.ts'
import { attention, attentionInputs, initialParameters, layoutOf, mlp, mlpInputs } from './testing/programs.ts'
import { growthPerStep } from './testing/resident-memory.ts'

// That of the browser, whose memory is WebAssembly's, has its own.
const names = usableEngines.filter((name) => name !== 'onnxruntime-web')
const optimizer: Optimizer = { kind: 'adamw', betas: [0.9, 0.999], epsilon: 1e-8, weightDecay: 0 }

describe.each(names)('%s', (name) => {
  // One thread: the garbage of WebAssembly's own threads is not ours to collect.
  const create = () => createEngine(name === 'onnxruntime-node' ? onnxruntimeNode({ threads: 1 }) : name)

  it('leaves no tfjs tensor behind, after failures neither', async () => {
    const engine = await create()
    const before = tf.memory().numTensors
    const options = { optimizer, clipNorm: 1, parameters: initialParameters(attention) }
    await engine.train(attention, options).step(attentionInputs(2, 4, 1), { learningRate: 0.1 })
    await engine.compile(attention).run(options.parameters, attentionInputs(2, 4, 1))
    const failing: Program = {
      name: 'failing',
      layout: layoutOf({ w: [2] }),
      run: ({ w }, { x }) => ({ loss: tf.neg(tf.mul(w!, x!)), echo: x! }),
    }
    const inputs = { x: { data: new Float32Array(2), shape: [2] } }
    await expect(engine.valueAndGrad(failing).run(new Float32Array(2), inputs)).rejects.toThrow('ENGINE_LOSS_INVALID')
    const echo = await engine.compile(failing).run(new Float32Array(2), inputs)
    expect(echo.echo!.data).toEqual(new Float32Array(2))
    expect(tf.memory().numTensors).toBe(before)
    await engine.dispose()
  })

  // In 500 steps, a leak of one batch per step would come to 29 MB.
  it('keeps memory flat over 500 steps', { timeout: 120_000 }, async () => {
    const engine = await create()
    const session = engine.train(mlp, { optimizer, clipNorm: 1, parameters: initialParameters(mlp) })
    const batch = mlpInputs(2048, 1)
    const batchBytes = Object.values(batch).reduce((bytes, { data }) => bytes + data.byteLength, 0)
    const growth = await growthPerStep(async () => void (await session.step(batch, { learningRate: 1e-4 })))
    expect(growth).toBeLessThan(batchBytes / 5)
    await engine.dispose()
  })
})
