import * as tf from '@tensorflow/tfjs-core'
import protobuf from 'protobufjs/light.js'
import { expect, it } from 'vitest'
import { record } from '../recorder/record.ts'
import { hasExternalData } from './external-data.ts'
import { toOnnx } from './to-onnx.ts'

/** A message whose only field has this number and content. */
function message(number: number, content: Uint8Array): Uint8Array {
  return protobuf.Writer.create()
    .uint32((number << 3) | 2)
    .bytes(content)
    .finish()
}

const nested = (content: Uint8Array, ...numbers: readonly number[]) =>
  numbers.reduceRight((inner, number) => message(number, inner), content)

const model = toOnnx(record(({ x }) => ({ y: tf.add(x!, tf.tensor1d([1, 2, 3])) }), { x: { shape: [3] } }))
const location = message(1, new TextEncoder().encode('location'))

it('is not in what we write', () => {
  expect(hasExternalData(model)).toBe(false)
})

it.each([
  ['an initializer', [7, 5, 13]],
  ['the values of a sparse initializer', [7, 15, 1, 13]],
  ['a constant', [7, 1, 5, 5, 13]],
  ['one of several constants', [7, 1, 5, 10, 13]],
  ['a sparse constant', [7, 1, 5, 22, 2, 13]],
  ['a branch within a branch', [7, 1, 5, 6, 1, 5, 11, 5, 13]],
  ['a function', [25, 7, 5, 5, 13]],
  ['a default of a function', [25, 11, 5, 13]],
  ['what is for training', [20, 2, 5, 13]],
])('is found in %s', (_, numbers) => {
  // A reader of protobuf merges the graph of what is appended with the one that is there.
  expect(hasExternalData(Buffer.concat([model, nested(location, ...numbers)]))).toBe(true)
})

it('cannot be looked for in what is no ONNX file', () => {
  expect(() => hasExternalData(Buffer.from('\x18\0\0\0ORTM'))).toThrow('begins no field')
})
