import * as tf from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import type { CompileEvent } from '../compile-event.ts'
import { createEngine } from '../create-engine.ts'
import type { Program } from '../engine.ts'
import { relativeDifference } from '../testing/compare.ts'
import {
  attention,
  attentionInputs,
  initialParameters,
  layoutOf,
  mlp,
  mlpInputs,
  pseudoRandom,
} from '../testing/programs.ts'
import { onnxruntimeWeb } from './provider.ts'

/** Many layers: the names and addresses of 200 weights fill the stack that overlapping calls would share. */
const names = Array.from({ length: 200 }, (_, layer) => `layer${layer}`)
const deep: Program = {
  name: 'deep',
  layout: layoutOf(Object.fromEntries(names.map((name) => [name, [4, 4]]))),
  run(parameters, { x }) {
    let hidden = x!
    for (const name of names) hidden = tf.tanh(tf.matMul(hidden, parameters[name]!))
    return { loss: tf.mean(tf.square(hidden)) }
  },
}

describe('onnxruntime-web', () => {
  it('computes in WebAssembly with the threads that its first engine asked for', async () => {
    const first = await createEngine(onnxruntimeWeb({ threads: 2 }))
    expect(first.info).toMatchObject({ name: 'onnxruntime-web', device: 'wasm', threads: 2 })
    expect(first.info.version).toMatch(/^1\.\d+\.\d+/)
    expect(first.info.reason).toBe('onnxruntime-web was asked for')
    const second = await createEngine(onnxruntimeWeb({ threads: 1 }))
    expect(second.info.threads).toBe(2)
    expect(second.info.reason).toMatch(/2 threads, because an earlier engine/)

    const reference = await createEngine('onnxruntime-node')
    const gradients = await Promise.all(
      [first, reference].map(async (engine) => {
        const { gradient } = await engine
          .valueAndGrad(attention)
          .run(initialParameters(attention), attentionInputs(16, 32, 1))
        await engine.dispose()
        return gradient
      }),
    )
    expect(relativeDifference(gradients[0]!, gradients[1]!)).toBeLessThan(1e-5)
    await second.dispose()
  })

  it('answers overlapping calls of different programs', async () => {
    const engine = await createEngine('onnxruntime-web')
    const [small, large] = [engine.valueAndGrad(mlp), engine.valueAndGrad(deep)]
    const call = (index: number) =>
      index % 2 === 0
        ? small.run(initialParameters(mlp), mlpInputs(4, index))
        : large.run(initialParameters(deep), { x: { data: pseudoRandom(8, index), shape: [2, 4] } })
    const calls = Array.from({ length: 20 }, (_, index) => index)
    // Alone first: while graphs are compiled, calls do not meet.
    const alone = []
    for (const index of calls) alone.push(await call(index))
    expect(await Promise.all(calls.map(call))).toEqual(alone)
    await engine.dispose()
  })

  it('reports compilations', async () => {
    const events: CompileEvent[] = []
    const engine = await createEngine('onnxruntime-web', { onCompile: (event) => events.push(event) })
    await engine.compile(mlp).run(initialParameters(mlp), mlpInputs(2, 1))
    expect(events.map(({ program }) => program)).toEqual(['mlp'])
    await engine.dispose()
  })
})
