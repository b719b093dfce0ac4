import { describe, expect, it } from 'vitest'
import { initializeParameters, pretrainingConfig, transferModalities } from '../index.ts'
import { tinyPretraining, tinyStack } from '../testing/models.ts'
import { tinySet } from '../testing/set-models.ts'

const config = tinySet()
const { encoder, decoder } = config
const fresh = initializeParameters(config, 2)
const sourceOf = (made: ReturnType<typeof tinyPretraining>, seed: number) => {
  return { config: made, parameters: initializeParameters(made, seed) }
}
const image = sourceOf(tinyPretraining({ tokenSize: 4, axes: 2, encoder, decoder }), 3)
const series = sourceOf(tinyPretraining({ tokenSize: 2, axes: 1, encoder, decoder }), 4)

describe('transferModalities', () => {
  it('takes what is a modality’s own from its model, and the stacks from one', () => {
    const made = transferModalities(config, { image, series }, 2, { encoder: 'series' })
    for (const own of ['projection', 'head.head.2']) {
      for (const kind of ['weight', 'bias']) {
        expect(made[`${own}.image.${kind}`]).toEqual(image.parameters[`${own}.${kind}`])
        expect(made[`${own}.series.${kind}`]).toEqual(series.parameters[`${own}.${kind}`])
      }
    }
    expect(made['mask_token.image']).toEqual(image.parameters.mask_token)
    for (const name of ['cls', 'encoder.layers.1.attention.wq.weight', 'decoder.layers.0.feed_forward.w1.weight']) {
      expect(made[name]).toEqual(series.parameters[name])
    }
    const byDefault = transferModalities(config, { image, series }, 2)
    expect(byDefault.cls).toEqual(image.parameters.cls)
  })

  it('begins anew with what none has, and takes from models of several', () => {
    const added = transferModalities(config, { image }, 2)
    expect(added['projection.series.weight']).toEqual(fresh['projection.series.weight'])
    expect(added['projection.image.weight']).toEqual(image.parameters['projection.weight'])
    const both = sourceOf(config, 5)
    const left = tinySet({ axes: 1, tokenSize: 2, modalities: [{ name: 'series', tokenSize: 2, axes: [0] }] })
    const without = transferModalities(left, { series: both }, 2)
    expect(without['mask_token.series']).toEqual(both.parameters['mask_token.series'])
    expect(Object.keys(without)).not.toContain('mask_token.image')
    expect(transferModalities(config, {}, 2)).toEqual(fresh)
  })

  it('refuses models of other sizes, and modalities that are not the model’s', () => {
    const wide = sourceOf(pretrainingConfig({ tokenSize: 4, axes: 2, encoder: tinyStack(4), decoder }), 3)
    expect(() => transferModalities(config, { image: wide }, 2)).toThrowRomae('PARAMETER_SHAPE', {
      name: 'projection.weight',
    })
    expect(() => transferModalities(config, { sound: image }, 2)).toThrowRomae('MODALITY_UNKNOWN', {})
    expect(() => transferModalities(config, { image }, 2, { encoder: 'sound' })).toThrowRomae('MODALITY_UNKNOWN', {})
    expect(() => transferModalities(tinyPretraining(), { image }, 2)).toThrowRomae('MODALITIES_MISSING', {})
  })
})
