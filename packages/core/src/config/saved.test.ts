import { describe, expect, it } from 'vitest'
import { predictionConfig, pretrainingConfig } from './resolve.ts'
import { savedConfig } from './saved.ts'
import type { RomaeConfig } from './types.ts'

/** As files of before have it: without the rule. */
function before({ ropeMinimumPairs: _, ...config }: RomaeConfig): Parameters<typeof savedConfig>[0] {
  return config as Parameters<typeof savedConfig>[0]
}

const blind = { dModel: 32, heads: 4, depth: 1 } // 8 a head: on four axes a single pair each
const seeing = { dModel: 64, heads: 4, depth: 1 }
const common = { tokenSize: 1, axes: 4 }

describe('a configuration that was saved before the fewest pairs were part of it', () => {
  it('rotates what it did', () => {
    const encoderBlind = predictionConfig({ ...common, encoder: blind, outputSize: 2 })
    const decoderBlind = pretrainingConfig({ ...common, encoder: seeing, decoder: blind })
    for (const config of [encoderBlind, decoderBlind]) {
      expect(savedConfig(before(config))).toEqual({ ...config, ropeMinimumPairs: 0 })
    }
  })

  it.each([
    ['it rotates as it did by either rule', { encoder: seeing }],
    ['nothing was to rotate', { encoder: blind, ropeFraction: 0 }],
    ['everything rotates', { encoder: blind, ropeFraction: 1 }],
    ['positions are absolute', { encoder: blind, positionEncoding: 'absolute' }],
  ] as const)('is that of a new model where %s', (_, options) => {
    const config = predictionConfig({ ...common, outputSize: 2, ...options })
    expect(savedConfig(before(config))).toEqual(config)
  })
})

it('keeps the rule that was saved', () => {
  for (const ropeMinimumPairs of [0, 1] as const) {
    const config = predictionConfig({ ...common, encoder: blind, outputSize: 2, ropeMinimumPairs })
    expect(savedConfig(config)).toEqual(config)
  }
})
