import protobuf from 'protobufjs/minimal.js'
import { errors } from '../errors.ts'
import { fieldsOf, lengthDelimited } from './fields.ts'
import { dataTypes, encodeModel } from './proto.ts'
import type { OnnxInitializer } from './writer.ts'

/** A tensor that is built into a model, such as a weight. */
export interface EmbeddedTensor {
  readonly shape: readonly number[]
  readonly data: Float32Array
}

/** Fields of ONNX' messages. */
const field = { modelGraph: 7, graphInput: 11, inputName: 1 } as const

/**
 * Turns float32 inputs of an ONNX model into constants, so that ONNX Runtime prepares them once and not in every run.
 *
 * The model may be any ONNX file, even one that ONNX Runtime wrote: its other bytes stay as they are. The inputs are cut out,
 * and a second message with only the constants is appended, because a protobuf reader merges the two. ONNX' limit
 * for both together is 2 GB.
 *
 * @param tensors by the names of the inputs that they replace
 * @throws RomaeError COMPILER_INVALID_INPUT for a name that no input has
 */
export function embedTensors(model: Uint8Array, tensors: Readonly<Record<string, EmbeddedTensor>>): Uint8Array {
  const missing = new Set(Object.keys(tensors))
  const parts: Uint8Array[] = []
  for (const { number, whole, content } of fieldsOf(model)) {
    if (number !== field.modelGraph) {
      parts.push(whole)
      continue
    }
    const kept: Uint8Array[] = []
    for (const part of fieldsOf(content)) {
      // `delete` returns true for an input that is to be replaced, which is then not copied.
      if (part.number !== field.graphInput || !missing.delete(nameOf(part.content))) kept.push(part.whole)
    }
    parts.push(fieldHeader(field.modelGraph, totalBytes(kept)), ...kept)
  }
  for (const name of missing)
    throw errors.COMPILER_INVALID_INPUT({ name, problem: 'the model has no input of that name' })
  const initializer = Object.entries(tensors).map(([name, tensor]) => toInitializer(name, tensor))
  return concatenate([...parts, encodeModel({ graph: { initializer } })])
}

/** A constant of a model. */
export function toInitializer(name: string, { shape, data }: EmbeddedTensor): OnnxInitializer {
  const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  return { name, dims: shape, dataType: dataTypes.float32, rawData }
}

function nameOf(input: Uint8Array): string {
  const name = [...fieldsOf(input)].find(({ number }) => number === field.inputName)
  return new TextDecoder().decode(name?.content)
}

function fieldHeader(number: number, length: number): Uint8Array {
  return protobuf.Writer.create()
    .uint32((number << 3) | lengthDelimited)
    .uint32(length)
    .finish()
}

function totalBytes(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0)
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(totalBytes(parts))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
