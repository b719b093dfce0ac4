import { createRandom } from '@romae/internal/random'
import { parseSafetensors, serializeSafetensors } from '@romae/safetensors'
import { RomaeError } from '@romae/tokenizer'
import { expect, it } from 'vitest'
import { mutateHeader } from './mutate-header.ts'

const original = serializeSafetensors(
  {
    a: { data: Float32Array.of(1, 2, 3), shape: [3] },
    b: { data: Float64Array.of(1, 2), shape: [1, 2] },
    c: { data: Uint8Array.of(1, 2, 3, 4), shape: [2, 2] },
  },
  { format: 'pt' },
)

it('reaches every rule of a header, and now and then none', () => {
  const random = createRandom(1, 'mutate-header')
  const outcomes = new Map<string, number>()
  for (let input = 0; input < 3_000; input++) {
    const mutated = mutateHeader(original, random.fork(input))
    let outcome = 'read'
    try {
      const { tensors } = parseSafetensors(mutated)
      for (const { data, shape } of tensors.values()) expect(data.length).toBe(shape.reduce((a, b) => a * b, 1))
    } catch (error) {
      if (!RomaeError.isInstance(error)) throw error
      outcome = error.code.replace('SAFETENSORS_', '')
    }
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  }
  expect([...outcomes.keys()].sort()).toEqual([
    'DUPLICATE_KEY',
    'FIELDS',
    'GAP',
    'HEADER_SYNTAX',
    'OFFSETS',
    'OVERLAP',
    'SHAPE',
    'SIZE_MISMATCH',
    'TRAILING_BYTES',
    'UNKNOWN_DTYPE',
    'read',
  ])
  expect(Math.min(...outcomes.values())).toBeGreaterThan(5)
})

it('is a function of its random stream, and leaves the original as it was', () => {
  const before = Uint8Array.from(original)
  const make = () => mutateHeader(original, createRandom(2, 'mutate-header'))
  expect(make()).toEqual(make())
  expect(original).toEqual(before)
})
