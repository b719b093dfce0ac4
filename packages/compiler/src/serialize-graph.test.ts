import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { printGraph } from './print-graph.ts'
import { record } from './recorder/record.ts'
import { deserializeGraph, serializeGraph } from './serialize-graph.ts'
import { recordOf } from './testing/record-kernels.ts'
import { trainingStep, transformerFeeds } from './testing/transformer.ts'

const graph = recordOf(({ x }) => [
  tf.mul(x, [1, -0, Number.NaN]),
  tf.fill([2], Number.NEGATIVE_INFINITY),
  tf.add(tf.tensor([1, 2], [2], 'int32'), 1),
  tf.logicalAnd(tf.tensor([1, 0, 1], [3], 'bool'), tf.tensor([1, 1, 0], [3], 'bool')),
])
const bytes = serializeGraph(graph)
const codeOf = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    return (error as { code?: string }).code
  }
  return 'none'
}

describe('serializeGraph', () => {
  it('keeps everything, numbers that JSON lacks included', () => {
    expect(deserializeGraph(bytes)).toEqual(graph)
    const step = record(trainingStep, transformerFeeds())
    expect(printGraph(deserializeGraph(serializeGraph(step)))).toBe(printGraph(step))
  })

  it('reads bytes at any place of a larger buffer, as a copy', () => {
    const larger = new Uint8Array(bytes.length + 7)
    larger.set(bytes, 3)
    const read = deserializeGraph(larger.subarray(3, 3 + bytes.length))
    larger.fill(0)
    expect(read).toEqual(graph)
  })

  it('rejects bytes that are cut off anywhere, too long, or something else', () => {
    for (let length = 0; length < bytes.length; length += 13) {
      expect([length, codeOf(() => deserializeGraph(bytes.slice(0, length)))]).toEqual([
        length,
        'COMPILER_INVALID_FILE',
      ])
    }
    expect(codeOf(() => deserializeGraph(Uint8Array.of(...bytes, 0)))).toBe('COMPILER_INVALID_FILE')
    expect(codeOf(() => deserializeGraph(new Uint8Array(100)))).toBe('COMPILER_INVALID_FILE')
  })

  it('rejects a header with any field of the wrong kind', () => {
    const change = (edit: (header: Record<string, unknown>) => void) => {
      const length = new DataView(bytes.buffer).getUint32(8, true)
      const header = JSON.parse(new TextDecoder().decode(bytes.subarray(12, 12 + length)))
      edit(header)
      const text = new TextEncoder().encode(JSON.stringify(header))
      const changed = new Uint8Array(12 + text.length)
      changed.set(bytes.subarray(0, 8))
      new DataView(changed.buffer).setUint32(8, text.length, true)
      changed.set(text, 12)
      return codeOf(() => deserializeGraph(changed))
    }
    const edits: ((header: Record<string, unknown>) => void)[] = [
      (header) => Object.assign(header, { version: 2 }),
      (header) => Object.assign(header, { inputs: 'x' }),
      (header) => Object.assign(header, { nodes: [null] }),
      (header) =>
        Object.assign(header, { nodes: [{ kernel: 'Neg', inputs: [], outputs: [], attributes: { a: null } }] }),
      (header) => Object.assign(header, { outputs: [{ name: 1, value: 'x' }] }),
      (header) => Object.assign(header, { values: { x: { shape: [-1], dtype: 'float32' } } }),
      (header) => Object.assign(header, { values: { x: { shape: [1], dtype: 'float64' } } }),
      (header) => Object.assign(header, { constants: ['missing'] }),
    ]
    for (const edit of edits) expect(change(edit)).toBe('COMPILER_INVALID_FILE')
  })
})
