import { createRandom } from '@romae/internal/random'
import * as tf from '@tensorflow/tfjs'
import { describe, expect, it } from 'vitest'
import { relativeError } from '../testing/compare.ts'
import { gradientError } from '../testing/gradients.ts'
import { randomTensor } from '../testing/models.ts'
import { silu } from './silu.ts'

describe('silu', () => {
  it('is x / (1 + exp(-x)), also far from zero', () => {
    const values = [-200, -3, -0.5, 0, 1, 4, 200]
    const y = silu(tf.tensor(values))
    expect(
      relativeError(
        y.dataSync().slice(1, -1),
        values.slice(1, -1).map((x) => x / (1 + Math.exp(-x))),
      ),
    ).toBeLessThan(1e-6)
    expect([y.dataSync()[0], y.dataSync()[6]]).toEqual([expect.closeTo(0), 200])
  })

  it('has the gradients of finite differences', () => {
    expect(gradientError((x) => silu(x!), [randomTensor(createRandom(1), [3, 4], 2)])).toBeLessThan(1e-4)
  })
})
