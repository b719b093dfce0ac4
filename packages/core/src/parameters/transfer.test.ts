import { describe, expect, it } from 'vitest'
import { tinyPrediction, tinyPretraining } from '../testing/models.ts'
import { initializeParameters } from './initialize.ts'
import { transferParameters } from './transfer.ts'

const pretrained = initializeParameters(tinyPretraining(), 1)

describe('transferParameters', () => {
  it('carries over encoder, [CLS] and projection; the head is new', () => {
    const config = tinyPrediction()
    const carried = transferParameters(config, pretrained, 2)
    const fresh = initializeParameters(config, 2)
    expect(Object.keys(carried)).toEqual(Object.keys(fresh))
    for (const [name, values] of Object.entries(carried)) {
      expect(values).toEqual(name.startsWith('head.') ? fresh[name] : pretrained[name])
      expect(values).not.toBe(pretrained[name]) // training the copy leaves the original alone
    }
  })

  it("leaves the projection behind on request, the reference's way", () => {
    const config = tinyPrediction()
    const carried = transferParameters(config, pretrained, 2, { projection: 'reinitialize' })
    const fresh = initializeParameters(config, 2)
    expect(carried['projection.weight']).toEqual(fresh['projection.weight'])
    expect(carried['projection.bias']).toEqual(fresh['projection.bias'])
    expect(carried.cls).toEqual(pretrained.cls)
  })

  it('takes tokens of another size only with a new projection', () => {
    const config = tinyPrediction({ tokenSize: 5 })
    expect(() => transferParameters(config, pretrained, 2)).toThrow(
      /parameter projection\.weight must have shape \[16, 5\]; got 48 values/,
    )
    expect(transferParameters(config, pretrained, 2, { projection: 'reinitialize' })['projection.weight']).toHaveLength(
      80,
    )
  })

  it.each([
    [
      'a shallower encoder',
      { encoder: { dModel: 16, heads: 2, depth: 1, feedForward: 12 } },
      /8 weights are not used by this model: encoder\.layers\.1/,
    ],
    [
      'a deeper encoder',
      { encoder: { dModel: 16, heads: 2, depth: 3, feedForward: 12 } },
      /missing: encoder\.layers\.2/,
    ],
    [
      'another width',
      { encoder: { dModel: 32, heads: 2, depth: 2, feedForward: 12 } },
      /must have shape \[32, 3\]; got 48 values/,
    ],
    ['a model without [CLS]', { cls: false }, /1 weights are not used by this model: cls/],
  ])('refuses %s', (_what, changes, message) => {
    expect(() => transferParameters(tinyPrediction(changes), pretrained, 2)).toThrow(message)
  })

  it('refuses unknown choices', () => {
    const attempt = (options: object) => () => transferParameters(tinyPrediction(), pretrained, 2, options)
    expect(attempt({ projection: 'keep' })).toThrowRomae('CONFIG_UNKNOWN_CHOICE', { key: 'projection', got: 'keep' })
    expect(attempt({ projektion: 'carry' })).toThrowRomae('CONFIG_UNKNOWN_KEY', { key: 'projektion' })
  })
})
