import { tensorFlowAbsence } from '@romae/build/tensorflow'
import { describe, expect, it } from 'vitest'
import type { CompileEvent } from '../compile-event.ts'
import { createEngine } from '../create-engine.ts'
import type { EngineName, Program } from '../engine.ts'
import { relativeDifference } from '../testing/compare.ts'
import { attention, attentionInputs, initialParameters, mlp, mlpInputs } from '../testing/programs.ts'
import { tensorflow } from './provider.ts'

const absence = tensorFlowAbsence(import.meta.url)
const rows: Program['lossWeight'] = (inputs) => inputs.x!.shape[0]!
const byRows: Program = { ...mlp, lossWeight: rows }

/** An engine of this process, whose TensorFlow computes two shards side by side. */
const inTwoShards = (onCompile?: (event: CompileEvent) => void) =>
  createEngine(tensorflow({ threads: 2, shards: 2 }), { ...(onCompile && { onCompile }) })

describe.runIf(absence === null)('TensorFlow with shards side by side', () => {
  const optimizer = { kind: 'adamw', betas: [0.9, 0.999], epsilon: 1e-8, weightDecay: 0.01 } as const
  const training = { optimizer, clipNorm: 1, parameters: initialParameters(mlp), microBatches: true }

  it('gives each shard its share of the threads', async () => {
    const engine = await inTwoShards()
    expect(engine.info.threads).toBe(2)
    expect(process.env.TF_NUM_INTRAOP_THREADS).toBe('1')
    await engine.dispose()
    await (await createEngine('tensorflow')).dispose()
    const other = createEngine(tensorflow({ shards: 3 }))
    const fields = { setting: 'shards', inForce: '2', asked: '3' }
    await expect(other).rejects.toThrowRomae('ENGINE_TENSORFLOW_SETTINGS', fields)
  })

  it('makes the steps of another engine', async () => {
    const losses = async (name: EngineName) => {
      const engine = name === 'tensorflow' ? await inTwoShards() : await createEngine(name)
      const session = engine.train(byRows, training)
      const results: number[] = []
      for (const batch of [4, 7, 1, 4]) {
        const { loss, gradientNorm, outputs } = await session.step(mlpInputs(batch, batch), { learningRate: 0.05 })
        results.push(loss, gradientNorm, ...outputs.prediction!.data)
      }
      const microBatches = [5, 3].map((batch) => ({ inputs: mlpInputs(batch, batch), weight: batch }))
      const { loss, gradientNorm } = await session.stepMicroBatches(microBatches, { learningRate: 0.05 })
      results.push(loss, gradientNorm, ...session.parameters)
      await engine.dispose()
      return results
    }
    expect(relativeDifference(await losses('tensorflow'), await losses('onnxruntime-node'))).toBeLessThan(1e-5)
  })

  it('divides only programs that say how their loss is a mean over rows', async () => {
    const events: CompileEvent[] = []
    const engine = await inTwoShards((event) => events.push(event))
    const [inputs, parameters] = [attentionInputs(6, 5, 1), initialParameters(attention)]
    const whole = await engine.compile(attention).run(parameters, inputs)
    const divided = await engine.compile({ ...attention, lossWeight: rows }).run(parameters, inputs)
    const [one, two] = events.map(({ nodes }) => nodes)
    expect(two! / one!).toBeGreaterThan(1.7)
    expect(events[1]!.shapes).toEqual(events[0]!.shapes)
    expect(divided.output!.shape).toEqual(whole.output!.shape)
    expect(relativeDifference(divided.output!.data, whole.output!.data)).toBeLessThan(1e-5)
    expect(divided.choice!.data).toEqual(whole.choice!.data)
    await engine.dispose()
  })
})
