import { describe, expect, it } from 'vitest'
import { predictionConfig, pretrainingConfig } from '../config/resolve.ts'
import { tinyPretraining } from '../testing/models.ts'
import { initializePacked, initializeParameters } from './initialize.ts'
import { packParameters } from './pack.ts'
import { parameterSpecs, sizeOf } from './specs.ts'

const encoder = { dModel: 64, heads: 2, depth: 1 }
const backbone = { tokenSize: 9, axes: 2, encoder }

/** Mean and standard deviation, and how far they may be off by chance (five standard errors, roughly). */
function statistics(values: Float32Array) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  const std = Math.sqrt(variance)
  return { mean, std, slack: (5 * std) / Math.sqrt(values.length), largest: Math.max(...values.map(Math.abs)) }
}

describe('initializeParameters', () => {
  it('gives the same values for the same seed, and others for another', () => {
    const config = tinyPretraining()
    expect(initializeParameters(config, 3)).toEqual(initializeParameters(config, 3))
    const [first, second] = [initializeParameters(config, 3), initializeParameters(config, 4)]
    for (const { name, initializer } of parameterSpecs(config)) {
      expect(first[name]!.join() === second[name]!.join()).toBe(initializer.kind === 'constant')
    }
  })

  it('gives every parameter its size and a stream of its own', () => {
    const config = tinyPretraining()
    const parameters = initializeParameters(config, 3)
    expect(Object.entries(parameters).map(([name, { length }]) => [name, length])).toEqual(
      parameterSpecs(config).map(({ name, shape }) => [name, sizeOf(shape)]),
    )
    const deeper = initializeParameters(tinyPretraining({ encoder: { ...config.encoder, depth: 3 } }), 3)
    for (const [name, values] of Object.entries(parameters)) expect(deeper[name]).toEqual(values)
    expect(parameters['encoder.layers.0.attention.wq.weight']).not.toEqual(
      parameters['encoder.layers.0.attention.wk.weight'],
    )
  })

  it.each(['normal', 'zeros'] as const)('gives the same values packed, with a mask token of %s', (maskToken) => {
    const config = tinyPretraining({ axes: 2 })
    const packed = initializePacked(config, 3, { maskToken })
    expect(packed).toEqual(packParameters(config, initializeParameters(config, 3, { maskToken })))
  })

  it('draws the linear layers of pre-training from U(+-1 / sqrt(fan_in))', () => {
    const parameters = initializeParameters(pretrainingConfig({ ...backbone, decoder: encoder }), 1)
    for (const [name, inputs] of [
      ['encoder.layers.0.feed_forward.w2.weight', 256],
      ['decoder.layers.0.attention.wo.weight', 64],
      ['projection.weight', 9],
      ['projection.bias', 9],
    ] as const) {
      const { mean, std, slack, largest } = statistics(parameters[name]!)
      const bound = 1 / Math.sqrt(inputs)
      expect(Math.abs(mean)).toBeLessThan(slack)
      expect(Math.abs(std - bound / Math.sqrt(3))).toBeLessThan(slack)
      expect(largest).toBeLessThanOrEqual(bound)
      expect(largest).toBeGreaterThan(0.9 * bound)
    }
    for (const name of ['cls', 'mask_token']) {
      const { mean, std, slack } = statistics(parameters[name]!)
      expect(Math.abs(mean)).toBeLessThan(slack)
      expect(Math.abs(std - 0.02)).toBeLessThan(slack)
    }
    expect(new Set(parameters['encoder.layers.0.ffn_norm.weight'])).toEqual(new Set([1]))
  })

  it('draws the linear layers of a prediction model from N(0, .02^2), biases zero', () => {
    const parameters = initializeParameters(predictionConfig({ ...backbone, outputSize: 5 }), 1)
    const { mean, std, slack } = statistics(parameters['encoder.layers.0.attention.wv.weight']!)
    expect(Math.abs(mean)).toBeLessThan(slack)
    expect(Math.abs(std - 0.02)).toBeLessThan(slack)
    expect(new Set([...parameters['projection.bias']!, ...parameters['head.head.2.bias']!])).toEqual(new Set([0]))
  })

  it('starts the mask token at zero on request, and changes nothing else', () => {
    const config = tinyPretraining()
    const { mask_token, ...rest } = initializeParameters(config, 3, { maskToken: 'zeros' })
    const { mask_token: normal, ...others } = initializeParameters(config, 3)
    expect(new Set(mask_token)).toEqual(new Set([0]))
    expect(normal!.every((value) => value !== 0)).toBe(true)
    expect(rest).toEqual(others)
  })

  it.each([
    [{ maskToken: 'zero' }, /maskToken must be one of normal, zeros; got "zero" \(did you mean "zeros"\?\)/],
    [{ masktoken: 'zeros' }, /has no option "masktoken" \(did you mean "maskToken"\?\)/],
  ])('refuses %o', (options, message) => {
    expect(() => initializeParameters(tinyPretraining(), 3, options as object)).toThrow(message)
  })
})
