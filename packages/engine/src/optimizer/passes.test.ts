import { describe, expect, it } from 'vitest'
import { relativeDifference } from '../testing/compare.ts'
import { referenceState, referenceUpdate } from '../testing/float64-optimizer.ts'
import { pseudoRandom } from '../testing/programs.ts'
import { allocateTypedArrays, allocateWasm, type VectorMemory } from './memory.ts'
import { momentCount, type Optimizer } from './optimizer.ts'
import { updateRanges } from './ranges.ts'
import { typescriptPasses } from './typescript-passes.ts'
import { applyUpdate, clipScale } from './update.ts'

const adamw: Optimizer = { kind: 'adamw', betas: [0.9, 0.999], epsilon: 1e-8, weightDecay: 0.05 }
const momentum: Optimizer = { kind: 'sgd', momentum: 0.9, weightDecay: 0.01 }
const plain: Optimizer = { kind: 'sgd', momentum: 0, weightDecay: 0.01 }
const optimizers: [string, Optimizer][] = [
  ['AdamW', adamw],
  ['SGD with momentum', momentum],
  ['SGD', plain],
]
const length = 1003 // no multiple of 4

/** Three ranges, whose ends are no multiples of 4; the first is as if there were no factors. */
function ranges(padded: number) {
  const sizes = [401, 6, 596]
  const entries = sizes.map((size, index) => {
    return { name: `${index}`, shape: [size], offset: sizes.slice(0, index).reduce((sum, one) => sum + one, 0), size }
  })
  const factors = { '1': { rate: 0.5, decay: 0 }, '2': { rate: 1, decay: 2 } }
  return updateRanges('test', { entries, size: length }, factors, padded)
}

function trajectory(memory: VectorMemory, optimizer: Optimizer, steps: number, clipNorm: number | null) {
  const [parameters, gradient, ...moments] = memory.vectors as [Float32Array, Float32Array, ...Float32Array[]]
  parameters.set(pseudoRandom(length, 1))
  for (let step = 1; step <= steps; step++) {
    gradient.set(pseudoRandom(length, 100 + step, step % 3 === 0 ? 10 : 0.01))
    const gradientScale = clipScale(Math.sqrt(memory.passes.sumOfSquares(gradient)), clipNorm)
    const update = { step, learningRate: 0.01, gradientScale }
    applyUpdate(memory.passes, optimizer, { parameters, gradient, moments }, update, ranges(parameters.length))
  }
  return { parameters, moments }
}

describe.each(optimizers)('the passes of %s', (_, optimizer) => {
  const vectors = 2 + momentCount(optimizer)

  it('are equal bit for bit in WebAssembly and TypeScript', () => {
    const wasm = trajectory(allocateWasm('test', vectors, length), optimizer, 20, 1)
    const typescript = trajectory(allocateTypedArrays(vectors, length), optimizer, 20, 1)
    expect(wasm.parameters.subarray(0, length)).not.toEqual(pseudoRandom(length, 1))
    expect(wasm).toEqual(typescript)
  })

  it('follow a float64 implementation', () => {
    const reference = referenceState(pseudoRandom(length, 1))
    for (let step = 1; step <= 20; step++) {
      const gradient = pseudoRandom(length, 100 + step, step % 3 === 0 ? 10 : 0.01)
      referenceUpdate(reference, gradient, optimizer, { step, learningRate: 0.01, clipNorm: 1 }, ranges(length))
    }
    const { parameters, moments } = trajectory(allocateWasm('test', vectors, length), optimizer, 20, 1)
    expect(relativeDifference(parameters.subarray(0, length), reference.parameters)).toBeLessThan(1e-6)
    for (const [index, expected] of [reference.m, reference.v].entries()) {
      const moment = moments[index]
      if (moment) expect(relativeDifference(moment.subarray(0, length), expected)).toBeLessThan(1e-6)
    }
  })

  it('leave the padding zero', () => {
    const { parameters, moments } = trajectory(allocateWasm('test', vectors, length), optimizer, 3, null)
    for (const vector of [parameters, ...moments]) {
      const padding = vector.subarray(length)
      expect(padding.length).toBeGreaterThan(0)
      expect(padding.every((value) => value === 0)).toBe(true)
    }
  })
})

describe('a pass over a range', () => {
  it('changes that range only', () => {
    const memory = allocateWasm('test', 2, 32)
    const [parameters, gradient] = memory.vectors as [Float32Array, Float32Array]
    gradient.fill(1)
    const range = (vector: Float32Array) => vector.subarray(8, 24)
    memory.passes.sgd(
      { parameters: range(parameters), gradient: range(gradient) },
      { gradientScale: 1, weightDecay: 0, learningRate: 1 },
    )
    expect([...parameters]).toEqual(Array.from({ length: 32 }, (_, i) => (i >= 8 && i < 24 ? -1 : 0)))
  })
})

describe('ranges', () => {
  const layout = {
    entries: [
      { name: 'a', shape: [3], offset: 0, size: 3 },
      { name: 'b', shape: [2], offset: 3, size: 2 },
      { name: 'c', shape: [2], offset: 5, size: 2 },
    ],
    size: 7,
  }

  it('join neighbours with equal factors, and go on over the padding', () => {
    expect(updateRanges('test', layout, {}, 16)).toEqual([{ start: 0, end: 16, rate: 1, decay: 1 }])
    const factors = { a: { rate: 1, decay: 0 }, b: { rate: 1, decay: 0 } }
    expect(updateRanges('test', layout, factors, 16)).toEqual([
      { start: 0, end: 5, rate: 1, decay: 0 },
      { start: 5, end: 16, rate: 1, decay: 1 },
    ])
  })

  it.each([
    [{ d: { rate: 1, decay: 1 } }, { entry: 'd' }],
    [{ a: { rate: -1, decay: 1 } }, { entry: 'a', problem: expect.stringContaining('rate of -1') }],
    [{ b: { rate: 1, decay: Number.NaN } }, { entry: 'b', problem: expect.stringContaining('decay of NaN') }],
  ])('refuse %o', (factors, fields) => {
    const update = () => updateRanges('test', layout, factors, 16)
    expect(update).toThrowRomae('ENGINE_FACTORS_INVALID', fields)
  })
})

describe('blend', () => {
  it('is equal bit for bit in WebAssembly and TypeScript, and is the sum it says', () => {
    const { vectors, passes } = allocateWasm('test', 2, length)
    const [target, source] = vectors as [Float32Array, Float32Array]
    target.set(pseudoRandom(length, 1))
    source.set(pseudoRandom(length, 2))
    const other = target.slice()
    const expected = Array.from(target, (value, index) => value * 0.9 + source[index]! * 0.1)
    passes.blend(target, source, 0.9, 0.1)
    typescriptPasses.blend(other, source, 0.9, 0.1)
    expect(target).toEqual(other)
    expect(relativeDifference(target, expected)).toBeLessThan(1e-7)
  })
})

describe.each([
  ['WebAssembly', (count: number, size: number) => allocateWasm('test', count, size)],
  ['TypeScript', allocateTypedArrays],
])('the sum of squares in %s', (_, allocate) => {
  it('keeps the digits a float32 sum would lose', () => {
    const { vectors, passes } = allocate(1, 1_000_001)
    vectors[0]!.fill(0.1).fill(0, 1_000_001)
    expect(passes.sumOfSquares(vectors[0]!) / (1_000_001 * Math.fround(0.1) ** 2) - 1).toBeCloseTo(0, 11)
  })

  it('does not overflow where float32 would', () => {
    const { vectors, passes } = allocate(1, 4)
    vectors[0]!.fill(1e30).fill(0, 4)
    expect(passes.sumOfSquares(vectors[0]!)).toBe(4 * Math.fround(1e30) ** 2)
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('is not finite where an element is %s', (value) => {
    for (const index of [0, 1, 2, 3, 16]) {
      const { vectors, passes } = allocate(1, 17)
      vectors[0]![index] = value
      expect(Number.isFinite(passes.sumOfSquares(vectors[0]!))).toBe(false)
    }
  })
})

describe('memory', () => {
  it('refuses what 32 bits cannot address, and goes on working', () => {
    expect(() => allocateWasm('huge', 4, 2 ** 28)).toThrowRomae('ENGINE_TOO_LARGE')
    expect(allocateWasm('small', 4, 3).vectors).toHaveLength(4)
  })
})

describe('clipScale', () => {
  it('is that of torch.nn.utils.clip_grad_norm_', () => {
    expect(clipScale(4, 1)).toBe(1 / (4 + 1e-6))
    expect(clipScale(0.5, 1)).toBe(1)
    expect(clipScale(4, null)).toBe(1)
  })
})
