import { describe, expect, it } from 'vitest'
import { type Blocks, fillBlocks, type KeepRule } from './fill-blocks.ts'
import { fillBlocksWasm } from './fill-blocks-wasm.ts'

const keys: Blocks['key'][] = [
  [0, 0],
  [0x13198a2e, 0x03707344],
  [-1, -2_147_483_648],
]
const [kept] = new Uint32Array(Float32Array.of(1 / 0.9).buffer)
const rules: (KeepRule | null)[] = [
  null,
  { threshold: 0, kept: kept! },
  { threshold: Math.round(0.1 * 2 ** 31), kept: kept! },
  { threshold: 2 ** 31, kept: kept! },
]

describe('WebAssembly gives the words that TypeScript gives', () => {
  // Less than a group of four blocks, no multiple of it, more than are made at a time.
  it.each([2, 6, 8, 38, 4096, 4098, 10_006])('%i of them', (count) => {
    for (const key of keys) {
      for (const rule of rules) {
        for (const [low, high] of [
          [0, 0],
          [-count / 2, 7],
          [0x7ffffff0, -1],
        ] as const) {
          const [quick, slow] = [new Uint32Array(count), new Uint32Array(count)]
          expect(fillBlocksWasm(quick, { key, low, high }, rule)).toBe(true)
          fillBlocks(slow, { key, low, high }, rule)
          expect(quick).toEqual(slow)
        }
      }
    }
  })

  it('into a part of an array, and no further', () => {
    const words = new Uint32Array(40)
    fillBlocksWasm(words.subarray(10, 20), { key: keys[1]!, low: 0, high: 0 }, null)
    expect([...words].map((word, place) => (word === 0 ? -1 : place)).filter((place) => place >= 0)).toEqual(
      Array.from({ length: 10 }, (_, index) => 10 + index),
    )
  })
})
