import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it, vi } from 'vitest'
import { predictionConfig, pretrainingConfig } from '../config/resolve.ts'
import { predict } from '../model/prediction.ts'
import { pretrainingForward } from '../model/pretraining.ts'
import { initializeParameters } from '../parameters/initialize.ts'
import { parameterCount } from '../parameters/specs.ts'
import { parameterTensors } from '../parameters/tensors.ts'
import { stepFlops, stepMemory } from './step-cost.ts'

const encoder = { dModel: 24, heads: 2, depth: 2, feedForward: 40 }
const decoder = { dModel: 16, heads: 2, depth: 2, feedForward: 24 }
const backbone = { tokenSize: 5, axes: 1, encoder }
const pretraining = pretrainingConfig({ ...backbone, decoder })

/** Multiply-adds of all matrix products that tfjs makes while `run` runs. */
function countProducts(run: () => unknown): number {
  const spy = vi.spyOn(tf.engine(), 'runKernel')
  let products = 0
  tf.tidy(() => {
    run()
    for (const [kernel, inputs, attributes] of spy.mock.calls) {
      if (kernel !== 'BatchMatMul' && kernel !== '_FusedMatMul') continue
      const { a, b } = inputs as Record<string, tf.Tensor>
      const { transposeB } = attributes as { transposeB?: boolean }
      products += a!.size * b!.shape.at(transposeB ? -2 : -1)!
    }
  })
  spy.mockRestore()
  return products
}

describe('stepFlops', () => {
  const [batch, visible, masked] = [3, 7, 6]
  const positions = (count: number) => tf.randomUniform([batch, 1, count])
  const values = (count: number) => tf.randomNormal([batch, count, 5])

  it.each(['rope', 'absolute'] as const)('counts the matrix products that pre-training makes with %s', (encoding) => {
    const config = pretrainingConfig({ ...backbone, decoder, positionEncoding: encoding })
    const parameters = parameterTensors(config, initializeParameters(config, 1))
    const products = countProducts(() =>
      pretrainingForward(config, parameters, {
        visible: values(visible),
        visiblePositions: positions(visible),
        maskedPositions: positions(masked),
      }),
    )
    expect(products).toBeGreaterThan(0)
    expect(stepFlops(config, { batch, visible, masked })).toBe(6 * products)
  })

  it('counts mask tokens one by one where dropout tells them apart', () => {
    const config = pretrainingConfig({ ...backbone, decoder: { ...decoder, positionDropout: 0.1 } })
    const sizes = { batch, visible, masked }
    const copies = 3 * (batch * masked - 1) * decoder.dModel ** 2
    expect(stepFlops(config, sizes) - stepFlops(pretraining, sizes)).toBe(6 * copies)
  })

  it.each([{ pooling: 'cls' }, { pooling: 'mean' }, { pooling: 'token' }, { pooling: 'mean', cls: false }] as const)(
    'counts those of a prediction with %o',
    (options) => {
      const config = predictionConfig({ ...backbone, ...options, outputSize: 4 })
      const parameters = parameterTensors(config, initializeParameters(config, 1))
      const inputs = { values: values(visible), positions: positions(visible) }
      const products = countProducts(() => predict(config, parameters, inputs))
      expect(stepFlops(config, { batch, visible, masked: 0 })).toBe(6 * products)
    },
  )
})

describe('stepMemory', () => {
  const sizes = { batch: 3, visible: 7, masked: 6 }

  it('has a vector for parameters, gradient and each moment', () => {
    const vector = 4 * parameterCount(pretraining)
    const memory = stepMemory(pretraining, sizes, 2)
    expect(memory).toMatchObject({ parameters: vector, gradient: vector, moments: 2 * vector, dropoutMasks: 0 })
    const { total, ...parts } = memory
    expect(total).toBe(Object.values(parts).reduce((sum, bytes) => sum + bytes, 0))
  })

  it('grows with the batch in its activations and masks alone', () => {
    const dropping = pretrainingConfig({ ...backbone, encoder: { ...encoder, hiddenDropout: 0.1 }, decoder })
    const once = stepMemory(dropping, sizes, 2)
    const twice = stepMemory(dropping, { ...sizes, batch: 6 }, 2)
    expect(twice.activations).toBe(2 * once.activations)
    expect(twice.dropoutMasks).toBe(2 * once.dropoutMasks)
    expect(once.dropoutMasks).toBe(4 * 3 * 2 * 8 * 24) // two blocks on 7 tokens and [CLS]
    expect(twice.parameters).toBe(once.parameters)
  })

  it('with activation checkpointing has the inputs of all blocks, and one block', () => {
    const deep = (depth: number) => predictionConfig({ ...backbone, encoder: { ...encoder, depth }, outputSize: 4 })
    const activations = (depth: number, activationCheckpointing: boolean) =>
      stepMemory(deep(depth), { batch: 3, visible: 7, masked: 0 }, 2, { activationCheckpointing }).activations
    expect(activations(9, true) - activations(5, true)).toBe(4 * 3 * 4 * (8 * 24)) // 7 tokens and [CLS]
    expect(activations(9, true)).toBeLessThan(activations(3, false))
  })

  it('has the probabilities of every head', () => {
    const wider = pretrainingConfig({ ...backbone, encoder: { ...encoder, heads: 4 }, decoder })
    const more = stepMemory(wider, sizes, 2).activations - stepMemory(pretraining, sizes, 2).activations
    expect(more).toBe(4 * 3 * 2 * (2 * 8 * 8)) // batch, blocks, two more heads
  })
})
