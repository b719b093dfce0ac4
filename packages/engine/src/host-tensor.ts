import { listed, quote } from '@romae/internal/errors'
import { errors } from './errors.ts'

/** A tensor in host memory: row-major data and its shape. `Float32Array` is float32, `Int32Array` is int32. */
export interface HostTensor {
  readonly data: Float32Array | Int32Array
  readonly shape: readonly number[]
}

/** Tensors in host memory by name. */
export type HostTensors = Readonly<Record<string, HostTensor>>

/** The dtype a host tensor's data stands for. */
export function dtypeOf(tensor: HostTensor): 'float32' | 'int32' {
  return tensor.data instanceof Float32Array ? 'float32' : 'int32'
}

/** Names, dtypes and shapes as one line: the key of a compiled graph, and what messages show. */
export function describeTensors(tensors: HostTensors): string {
  const parts = Object.keys(tensors)
    .sort()
    .map((name) => `${name}: ${dtypeOf(tensors[name]!)}[${tensors[name]!.shape.join(', ')}]`)
  return `{ ${parts.join(', ')} }`
}

/**
 * Throws if an input is not a host tensor, if its data does not fill its shape, or, with `rejectNaN`, if it holds a NaN.
 *
 * @throws RomaeError `ENGINE_INPUT_DTYPE`, `ENGINE_INPUT_SHAPE`, `ENGINE_INPUT_NAN`
 */
export function checkInputs(program: string, inputs: HostTensors, rejectNaN: boolean): void {
  for (const [input, tensor] of Object.entries(inputs)) {
    const data: unknown = tensor?.data
    if (!(data instanceof Float32Array || data instanceof Int32Array) || !Array.isArray(tensor.shape)) {
      throw errors.ENGINE_INPUT_DTYPE({ program, input, got: describeValue(data ?? tensor) })
    }
    const expected = tensor.shape.reduce((size, dimension) => size * dimension, 1)
    const positive = tensor.shape.every((dimension) => Number.isInteger(dimension) && dimension > 0)
    if (!positive || expected !== data.length) {
      const shape = `[${tensor.shape.join(', ')}]`
      throw errors.ENGINE_INPUT_SHAPE({ program, input, shape, expected, got: data.length })
    }
    const index = rejectNaN && data instanceof Float32Array ? indexOfNaN(data) : -1
    if (index >= 0) throw errors.ENGINE_INPUT_NAN({ program, input, index })
  }
}

function indexOfNaN(data: Float32Array): number {
  // A plain loop: TypedArray.findIndex calls a function per element and takes ten times as long.
  for (let index = 0; index < data.length; index++) {
    if (Number.isNaN(data[index])) return index
  }
  return -1
}

/** What a wrong value is, for a message: its class and length, or the value itself. */
export function describeValue(value: unknown): string {
  if (ArrayBuffer.isView(value) || Array.isArray(value)) {
    return `${value.constructor.name} of length ${(value as unknown as ArrayLike<unknown>).length}`
  }
  if (typeof value === 'object' && value !== null) return `an object with ${listed(Object.keys(value)) || 'no keys'}`
  return quote(value)
}
