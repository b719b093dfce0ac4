import { packedLayout, predictionConfig } from '@romae/core'
import { describe, expect, it } from 'vitest'
import { tinyPretraining } from '../testing/tiny-pretraining.ts'
import { tinyStack } from '../testing/waves.ts'
import { updateFactors } from './update-factors.ts'

const config = predictionConfig({ tokenSize: 1, axes: 1, encoder: { ...tinyStack, depth: 3 }, outputSize: 2 })

describe('updateFactors', () => {
  it('has nothing to say where all parameters learn alike', () => {
    expect(updateFactors(config, { layerDecay: 1, weightDecayOn: 'all' })).toEqual({})
  })

  it('lowers the rate from layer to layer, towards the input', () => {
    const factors = updateFactors(config, { layerDecay: 0.5, weightDecayOn: 'all' })
    const rates = Object.fromEntries(Object.entries(factors).map(([name, { rate }]) => [name, rate]))
    expect(rates).toMatchObject({
      cls: 1 / 16,
      'projection.weight': 1 / 16,
      'projection.bias': 1 / 16,
      'encoder.layers.0.attention.wqkv.weight': 1 / 8,
      'encoder.layers.1.ffn_norm.weight': 1 / 4,
      'encoder.layers.2.feed_forward.w2.weight': 1 / 2,
    })
    expect(Object.keys(rates).some((name) => name.startsWith('head'))).toBe(false)
    const pretraining = updateFactors(tinyPretraining(), { layerDecay: 0.5, weightDecayOn: 'all' })
    expect(Object.keys(pretraining).filter((name) => /^(decoder|mask_token|encoder_decoder|head)/.test(name))).toEqual(
      [],
    )
  })

  it('leaves norms, biases, [CLS] and the mask token without decay', () => {
    const pretraining = tinyPretraining()
    const factors = updateFactors(pretraining, { layerDecay: 1, weightDecayOn: 'matrices' })
    const decayed = packedLayout(pretraining).entries.flatMap(({ name }) => (name in factors ? [] : [name]))
    expect(decayed.every((name) => /(projection|proj|wqkv|wo|w1|w2|head\.head\.2)\.weight$/.test(name))).toBe(true)
    expect(Object.keys(factors)).toEqual(
      expect.arrayContaining([
        'cls',
        'mask_token',
        'projection.bias',
        'head.head.1.weight',
        'head.head.2.bias',
        'decoder.layers.1.attention_norm.weight',
      ]),
    )
    for (const factor of Object.values(factors)) expect(factor).toEqual({ rate: 1, decay: 0 })
  })
})
