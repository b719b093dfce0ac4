import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@romae/build/temporary-folder'
import * as tf from '@tensorflow/tfjs-core'
import * as ort from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import { recordDynamicOnnx } from '../dynamic/to-dynamic-onnx.ts'
import { record } from '../recorder/record.ts'
import { embedTensors } from './embed-tensors.ts'
import { toOnnx } from './to-onnx.ts'

const weight = { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) }
const bias = { shape: [3], data: Float32Array.of(10, 20, 30) }
const model = toOnnx(
  record(({ x, weight: w, bias: b }) => ({ y: tf.add(tf.matMul(x!, w!), b!) }), {
    x: { shape: [1, 2] },
    weight,
    bias,
  }),
)
const x = new ort.Tensor('float32', Float32Array.of(1, -1), [1, 2])

async function run(bytes: Uint8Array, feeds: Record<string, ort.Tensor>) {
  const session = await ort.InferenceSession.create(bytes, { logSeverityLevel: 4 })
  const { y } = await session.run(feeds)
  return { names: session.inputNames, y: [...(y!.data as Float32Array)] }
}

describe('embedTensors', () => {
  it('makes constants of inputs', async () => {
    expect(await run(embedTensors(model, { weight, bias }), { x })).toEqual({ names: ['x'], y: [7, 17, 27] })
  })

  it('leaves other inputs as they are', async () => {
    const half = embedTensors(model, { weight })
    const other = new ort.Tensor('float32', Float32Array.of(0, 0, 1), [3])
    expect(await run(half, { x, bias: other })).toEqual({ names: ['x', 'bias'], y: [-3, -3, -2] })
    expect((await run(embedTensors(half, { bias }), { x })).y).toEqual([7, 17, 27])
  })

  it('takes what ONNX Runtime wrote, and views of larger arrays', async () => {
    const folder = await temporaryFolder()
    const optimizedModelFilePath = join(folder, 'optimized.onnx')
    await ort.InferenceSession.create(model, { logSeverityLevel: 4, optimizedModelFilePath })
    const flat = Float32Array.of(99, ...weight.data, ...bias.data)
    const tensors = {
      weight: { shape: [2, 3], data: flat.subarray(1, 7) },
      bias: { shape: [3], data: flat.subarray(7) },
    }
    expect((await run(embedTensors(readFileSync(optimizedModelFilePath), tensors), { x })).y).toEqual([7, 17, 27])
  })

  it('takes a model with open sizes', async () => {
    const { model: open, nodes } = recordDynamicOnnx(({ x: input, bias: b }) => ({ y: tf.add(input!, b!) }), {
      x: { shape: ['rows', 3] },
      bias,
    })
    expect(nodes).toBe(1)
    const rows = new ort.Tensor('float32', new Float32Array(6), [2, 3])
    expect((await run(embedTensors(open, { bias }), { x: rows })).y).toEqual([10, 20, 30, 10, 20, 30])
  })

  it('refuses a name that no input has', () => {
    const attempt = () => embedTensors(model, { weight, bais: bias })
    expect(attempt).toThrowRomae('COMPILER_INVALID_INPUT', { name: 'bais' })
  })
})
