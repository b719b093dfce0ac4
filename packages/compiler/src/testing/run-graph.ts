import '@tensorflow/tfjs'
import * as tf from '@tensorflow/tfjs-core'
import * as ort from 'onnxruntime-node'
import { expect } from 'vitest'
import type { ConstantData, DType, Graph } from '../graph.ts'
import { toOnnx } from '../onnx/to-onnx.ts'
import { type RecordableFunction, record } from '../recorder/record.ts'

// Silences the banner of the cpu backend.
tf.enableProdMode()

/** A tensor as plain data. */
export interface HostTensor {
  readonly data: ConstantData
  readonly shape: readonly number[]
  readonly dtype: DType
}

export type HostTensors = Readonly<Record<string, HostTensor>>

/** float32 data by a fixed rule: values in (-2, 2), no two alike, none near 0 or a whole number. */
export function floats(shape: readonly number[], seed = 1): HostTensor {
  const size = shape.reduce((product, dimension) => product * dimension, 1)
  const data = Float32Array.from({ length: size }, (_, i) => {
    const wave = Math.sin((i + 1) * 12.9898 * seed) * 1.9
    return Math.abs(wave - Math.round(wave)) < 0.05 ? wave + 0.1 : wave
  })
  return { data, shape, dtype: 'float32' }
}

export function ints(data: readonly number[], shape: readonly number[] = [data.length]): HostTensor {
  return { data: Int32Array.from(data), shape, dtype: 'int32' }
}

export function bools(data: readonly number[], shape: readonly number[] = [data.length]): HostTensor {
  return { data: Uint8Array.from(data), shape, dtype: 'bool' }
}

/** Runs a graph in ONNX Runtime. */
export async function runGraph(
  graph: Graph,
  feeds: HostTensors,
  options: Parameters<typeof toOnnx>[1] = {},
): Promise<HostTensors> {
  const session = await ort.InferenceSession.create(toOnnx(graph, options), {
    logSeverityLevel: 3,
    intraOpNumThreads: 1,
  })
  try {
    const tensors = Object.entries(feeds).map(([name, { dtype, data, shape }]) => [
      name,
      new ort.Tensor(dtype, data as Float32Array, shape),
    ])
    const results = await session.run(Object.fromEntries(tensors))
    return Object.fromEntries(
      Object.entries(results).map(([name, { data, dims, type }]) => [
        name,
        { data: data as ConstantData, shape: dims, dtype: type as DType },
      ]),
    )
  } finally {
    await session.release()
  }
}

/** Runs a function eagerly on tfjs' cpu backend. */
export function runEager(fn: RecordableFunction, feeds: HostTensors): HostTensors {
  return tf.tidy(() => {
    const tensors = Object.entries(feeds).map(([name, { data, shape, dtype }]) => [
      name,
      tf.tensor(data, [...shape], dtype),
    ])
    const results = fn(Object.fromEntries(tensors))
    return Object.fromEntries(
      Object.entries(results).map(([name, tensor]) => [
        name,
        { data: tensor.dataSync() as ConstantData, shape: tensor.shape, dtype: tensor.dtype as DType },
      ]),
    )
  })
}

/** Fails unless both hold the same values: to `tolerance`, relative to the greatest magnitude or 1. */
export function expectClose(actual: HostTensors, expected: HostTensors, tolerance = 1e-5): void {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort())
  for (const [name, { data, shape, dtype }] of Object.entries(expected)) {
    const other = actual[name] as HostTensor
    expect({ name, shape: [...other.shape], dtype: other.dtype }).toEqual({ name, shape: [...shape], dtype })
    const scale = Math.max(1, ...Array.from(data, Math.abs).filter(Number.isFinite))
    for (const [index, value] of data.entries()) {
      const got = other.data[index] as number
      const same = Object.is(got, value) || got === value || Math.abs(got - value) <= tolerance * scale
      if (!same) throw new Error(`${name}[${index}]: got ${got}, expected ${value}`)
    }
  }
}

/** Records a function, runs the graph, and compares with the function run eagerly; returns the graph. */
export async function expectSameAsEager(
  fn: RecordableFunction,
  feeds: HostTensors,
  options: {
    readonly tolerance?: number
    readonly transform?: (graph: Graph) => Graph
    /** Default: ONNX Runtime. */
    readonly run?: (graph: Graph, feeds: HostTensors) => Promise<HostTensors>
  } = {},
): Promise<Graph> {
  await tf.setBackend('cpu')
  const recorded = record(fn, feeds)
  const graph = options.transform?.(recorded) ?? recorded
  expectClose(await (options.run ?? runGraph)(graph, feeds), runEager(fn, feeds), options.tolerance)
  return graph
}
