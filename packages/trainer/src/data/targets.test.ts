import { describe, expect, it } from 'vitest'
import { resolveTargets } from './targets.ts'

describe('labels', () => {
  it('become class indices', () => {
    const targets = resolveTargets({ labels: ['b', 'a', 'b'], labelSmoothing: 0.1, classWeights: [1, 2] }, 3)
    expect(targets.classes).toEqual(['a', 'b'])
    expect(targets.outputSize).toBe(2)
    expect(targets.loss).toEqual({ kind: 'crossEntropy', smoothing: 0.1, classWeights: [1, 2] })
    expect(targets.ofBatch(Int32Array.of(2, 1), 1)).toEqual({ data: Int32Array.of(1, 0), shape: [2] })
  })

  it('may be numbers, which name classes', () => {
    const targets = resolveTargets({ labels: [10, 9, '10'] }, 3)
    expect(targets.classes).toEqual(['9', '10'])
    expect(targets.ofBatch(Int32Array.of(0, 1, 2), 1).data).toEqual(Int32Array.of(1, 0, 1))
  })

  it('keep the order of classes that is given', () => {
    const targets = resolveTargets({ labels: ['a', 'a'], classes: ['c', 'b', 'a'] }, 2)
    expect(targets.ofBatch(Int32Array.of(0), 1).data).toEqual(Int32Array.of(2))
  })
})

describe('targets', () => {
  it('become rows of numbers', () => {
    const targets = resolveTargets({ targets: [[1, 2], Float32Array.of(3, 4), [5, 6]] }, 3)
    expect(targets.classes).toBeNull()
    expect(targets.loss).toEqual({ kind: 'meanSquaredError' })
    expect(targets.ofBatch(Int32Array.of(2, 0), 1)).toEqual({ data: Float32Array.of(5, 6, 1, 2), shape: [2, 2] })
  })
})

it.each([
  [{}, 'TRAINER_OPTION', { key: 'labels or targets', rule: 'must be given, and neither is' }],
  [
    { labels: ['a', 'b'], targets: [[1], [2]] },
    'TRAINER_OPTION',
    { key: 'labels or targets', rule: 'are both given, where one decides' },
  ],
  [{ labels: ['a'] }, 'TRAINER_COUNT_MISMATCH', { what: 'labels', expected: 2, got: 1 }],
  [{ labels: 'ab' as never }, 'TRAINER_OPTION', { key: 'labels', got: 'ab' }],
  [{ labels: ['a', undefined as never] }, 'TRAINER_LABEL', { sample: 'sample 1', got: undefined }],
  [{ labels: ['a', 'a'] }, 'TRAINER_ONE_CLASS', { label: 'a' }],
  [{ labels: ['a', 'b'], classes: ['a', 'c'] }, 'TRAINER_UNKNOWN_LABEL', { sample: 'sample 1', label: 'b' }],
  [{ labels: ['a', 'b'], classWeights: [1] }, 'TRAINER_OPTION', { key: 'classWeights', found: '1 weights' }],
  [{ labels: ['a', 'b'], classWeights: [1, Number.NaN] }, 'TRAINER_OPTION', { key: 'classWeights', found: 'NaN' }],
  [{ targets: [[1]] }, 'TRAINER_COUNT_MISMATCH', { what: 'targets', expected: 2, got: 1 }],
  [{ targets: [[1], [1, 2]] }, 'TRAINER_OPTION', { key: 'targets', found: '2 numbers for sample 1' }],
  [{ targets: [[], []] }, 'TRAINER_OPTION', { key: 'targets', found: 'empty vectors' }],
  [{ targets: [[1], [Number.NaN]] }, 'TRAINER_VALUE_NOT_FINITE', { what: 'the targets', sample: 1, got: Number.NaN }],
  [{ targets: [[1], [null as never]] }, 'TRAINER_VALUE_NOT_FINITE', { what: 'the targets', sample: 1, got: null }],
  [{ targets: [[1], ['0x10' as never]] }, 'TRAINER_VALUE_NOT_FINITE', { what: 'the targets', sample: 1, got: '0x10' }],
  [{ targets: [1, 2] as never }, 'TRAINER_OPTION', { key: 'targets', got: 1 }],
  [{ targets: [[1], null as never] }, 'TRAINER_OPTION', { key: 'targets', got: null }],
  [{ targets: [[1], [1e39]] }, 'TRAINER_VALUE_NOT_FINITE', { what: 'the targets', sample: 1, got: 1e39 }],
])('%o is refused', (options, code, fields) => {
  expect(() => resolveTargets(options, 2)).toThrowRomae(code, fields)
})
