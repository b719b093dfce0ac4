import { describe, expect, it } from 'vitest'
import { rotaryOptions } from '../model/rotary-options.ts'
import { rotaryTimescales } from '../ops/rotary.ts'
import { tinyPretraining } from '../testing/models.ts'
import { fittedBases } from './rotation.ts'

describe('fittedBases', () => {
  const config = tinyPretraining({ axes: 1, encoder: { dModel: 64, heads: 2, depth: 1 } })

  it('lets the slowest pair that rotates turn by two radians over the span', () => {
    const ropeBase = fittedBases(config, [48])
    expect(ropeBase).toEqual([100])
    const turning = rotaryTimescales(rotaryOptions({ ...config, ropeBase }, config.encoder)).filter(Number.isFinite)
    expect(turning).toHaveLength(12)
    expect(48 / Math.max(...turning)).toBeCloseTo(2, 1)
    expect(Math.min(...turning)).toBe(1)
  })

  it('stays between 4 and the paper’s 10,000, and with a single pair has nothing to fit', () => {
    expect(fittedBases(config, [0])).toEqual([4])
    expect(fittedBases(config, [1e6])).toEqual([10_000])
    const narrow = tinyPretraining({ axes: 1, encoder: { dModel: 4, heads: 2, depth: 1 } })
    expect(fittedBases(narrow, [48])).toEqual([10_000])
  })

  it('has one for each axis that rotates, of that axis', () => {
    const two = tinyPretraining({ encoder: { dModel: 128, heads: 2, depth: 1 } })
    const [first, second] = fittedBases(two, [1000, 48])
    expect(first).toBeGreaterThan(second!)
    const channelEmbedding = { axis: 0, names: ['a', 'b'], rotary: false }
    const one = { ...two, channelEmbedding }
    expect(fittedBases({ ...one, encoder: config.encoder }, [1000, 48])).toEqual([100])
  })
})
