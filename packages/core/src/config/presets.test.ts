import { describe, expect, it } from 'vitest'
import { parameterSpecs, sizeOf } from '../parameters/specs.ts'
import { type SizeName, sizePresets } from './presets.ts'
import { pretrainingConfig } from './resolve.ts'

describe('sizePresets', () => {
  // Counted in the reference; the paper's Table 8 prints 0.782M, 4.67M, 26.9M and 74.7M.
  it.each<[SizeName, number]>([
    ['tiny-shallow', 778_320],
    ['tiny', 4_669_920],
    ['small', 26_884_224],
    ['base', 74_666_880],
    ['large', 265_466_880],
  ])('%s has an encoder of %i parameters', (encoder, expected) => {
    const specs = parameterSpecs(pretrainingConfig({ tokenSize: 1, axes: 1, encoder }))
    const blocks = specs.filter(({ name }) => name.startsWith('encoder.'))
    expect(blocks.reduce((sum, { shape }) => sum + sizeOf(shape), 0)).toBe(expected)
  })

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 11])('serves %i axes', (axes) => {
    for (const size of Object.keys(sizePresets) as SizeName[]) {
      expect(pretrainingConfig({ tokenSize: 1, axes, encoder: size }).encoder).toMatchObject(sizePresets[size])
    }
  })
})
