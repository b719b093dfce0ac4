import { describe, expect, it } from 'vitest'
import { predictionConfig, savedConfig, toPyTorchConfig } from '../index.ts'
import { tinySet, twoModalities } from '../testing/set-models.ts'

const [image, series] = twoModalities

describe('modalities of a configuration', () => {
  it('are kept as they are, and read again', () => {
    const config = tinySet()
    expect(config.modalities).toEqual(twoModalities)
    expect(savedConfig(JSON.parse(JSON.stringify(config)))).toEqual(config)
  })

  it.each([
    ['no modality', { modalities: [] }],
    ['one name twice', { modalities: [image, { ...series, name: 'image' }] }],
    ['an axis that there is not', { modalities: [image, { ...series, axes: [3] }] }],
    ['an axis that none has', { axes: 4 }],
    ['a token size that is not the largest', { tokenSize: 2 }],
    ['no [CLS]', { cls: false }],
    ['absolute positions', { positionEncoding: 'absolute' as const }],
    ['an embedding for each channel', { channelEmbedding: { axis: 0, names: ['a'], rotary: true } }],
    ['the average of the reference', { lossAverage: 'reference' as const }],
    ['standardised targets of one value', { modalities: [image, { ...series, tokenSize: 1 }], normalizeTargets: true }],
  ])('refuses %s', (_, changes) => {
    expect(() => tinySet(changes)).toThrowRomae('CONFIG_CONFLICT', {})
  })

  it.each([
    ['a name with a dot', { ...series, name: 'a.b' }],
    ['no tokens', { ...series, tokenSize: 0 }],
    ['one axis twice', { ...series, axes: [2, 2] }],
  ])('refuses %s', (_, wrong) => {
    expect(() => tinySet({ modalities: [image, wrong] })).toThrowRomae('CONFIG_VALUE', {})
  })

  it('have no output for each token', () => {
    const { decoder, task, normalizeTargets, lossAverage, ...backbone } = tinySet()
    expect(() => predictionConfig({ ...backbone, outputSize: 2, pooling: 'token' })).toThrowRomae('CONFIG_CONFLICT', {})
  })

  it('are not in the reference', () => {
    expect(() => toPyTorchConfig(tinySet())).toThrowRomae('REFERENCE_CONFIG', {})
  })
})
