import { describe, expect, it } from 'vitest'
import { referenceCheckpoint } from '../testing/fixtures.ts'
import { fromPyTorchConfig, type PyTorchConfig, stringifyPyTorchConfig, toPyTorchConfig } from './pytorch.ts'
import { predictionConfig, pretrainingConfig } from './resolve.ts'

const classifier = () => JSON.parse(referenceCheckpoint('checkpoint-classifier').configText) as PyTorchConfig
const changed = (changes: object) => ({ ...classifier(), ...changes })
const stack = (changes: object) => changed({ encoder_config: { ...classifier().encoder_config, ...changes } })

describe('model_config.json', () => {
  it.each(['checkpoint-pretrain', 'checkpoint-classifier'] as const)('of %s comes back byte for byte', (name) => {
    const { configText } = referenceCheckpoint(name)
    const config = fromPyTorchConfig(JSON.parse(configText))
    expect(config.task).toBe(name === 'checkpoint-pretrain' ? 'pretraining' : 'prediction')
    expect(stringifyPyTorchConfig(toPyTorchConfig(config))).toBe(configText)
  })

  it('writes floats as Python does', () => {
    const encoder = { dModel: 12, heads: 1, depth: 1, normEpsilon: 1e-5, hiddenDropout: 0.1, feedForward: 30 }
    const config = predictionConfig({
      tokenSize: 1,
      axes: 1,
      encoder,
      outputSize: 2,
      ropeFraction: 1,
      headDropout: 0.00002,
    })
    const text = stringifyPyTorchConfig(toPyTorchConfig(config))
    expect(text).toContain('"layer_norm_eps": 1e-05,')
    expect(text).toContain('"hidden_drop_rate": 0.1,')
    expect(text).toContain('"p_rope_val": 1.0,')
    expect(text).toContain('"head_drop_rate": 2e-05,')
    expect(text).toContain('"dim_feedforward": 30,')
    expect(text).toContain('"dim_output": 2\n')
  })

  it('is read into our terms', () => {
    const config = fromPyTorchConfig(changed({ tubelet_size: [2, 4, 4], n_channels: 3, pos_encoding: 'absolute' }))
    expect(config).toMatchObject({
      tokenSize: 96,
      tubelet: [2, 4, 4],
      positionEncoding: 'absolute',
      axes: 2,
      outputSize: 4,
      pooling: 'cls',
    })
    expect(toPyTorchConfig(config)).toMatchObject({
      tubelet_size: [2, 4, 4],
      n_channels: 3,
      pos_encoding: 'absolute',
    })
  })

  it('rounds a half hidden width to the even number', () => {
    const width = (d_model: number, mlp_ratio: number) =>
      fromPyTorchConfig(stack({ d_model, mlp_ratio })).encoder.feedForward
    expect([width(36, 1.125), width(36, 1.375), width(36, 1.4), width(36, 4)]).toEqual([40, 50, 50, 144]) // 40.5, 49.5, 50.4
  })

  it('has three tubelet axes, whatever we have', () => {
    const config = (tubelet: number[], tokenSize: number) =>
      toPyTorchConfig(pretrainingConfig({ tokenSize, axes: 1, encoder: 'tiny-shallow', tubelet }))
    expect(config([16, 8], 256)).toMatchObject({ tubelet_size: [1, 16, 8], n_channels: 2 })
    expect(config([2, 2, 2, 2], 48)).toMatchObject({ tubelet_size: [1, 1, 1], n_channels: 48 })
    expect(config([], 5)).toMatchObject({ tubelet_size: [1, 1, 1], n_channels: 5 })
  })

  it.each([
    [null, /model_config\.json must be an object/],
    [[], /model_config\.json must be an object/],
    [changed({ head_drop: 1 }), /has an unknown field "head_drop"/],
    [changed({ encoder_config: 3 }), /encoder_config must be of type object; got 3/],
    [changed({ use_cls: 1 }), /use_cls must be of type boolean; got 1/],
    [changed({ pos_encoding: 'rope' }), /pos_encoding "rope" is none of ropend, absolute, none/],
    [changed({ tubelet_size: '1' }), /tubelet_size must be of type list of numbers; got "1"/],
    [stack({ nhead: '3' }), /encoder_config\.nhead must be of type number; got "3"/],
    [stack({ nhead: 5 }), /dModel 36 is not divisible by heads 5/],
    [(({ dim_output: _, ...rest }) => rest)(classifier()), /lacks the field "dim_output"/],
  ])('%# is refused', (json, message) => {
    expect(() => fromPyTorchConfig(json)).toThrow(message)
  })
})
