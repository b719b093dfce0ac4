import * as tf from '@tensorflow/tfjs-core'
import { bools, floats, type HostTensor, type HostTensors, ints } from './run-graph.ts'

/** Calls of one kernel; `a`, `b`, `c` are the feeds in order. */
export interface KernelCase {
  readonly feeds: HostTensors
  readonly run: (...inputs: tf.Tensor[]) => tf.Tensor | tf.Tensor[]
  /** Whether tfjs has a gradient of it, which is then compared too. */
  readonly gradient?: boolean
  readonly tolerance?: number
}

export type Run = KernelCase['run']
type Attributes = Parameters<ReturnType<typeof tf.engine>['runKernel']>[2]

export function call(run: Run, feeds: readonly HostTensor[], options: Partial<KernelCase> = {}): KernelCase {
  const named = feeds.map((feed, index) => [String.fromCharCode(97 + index), feed])
  return { run, feeds: Object.fromEntries(named), ...options }
}

export const gradient = { gradient: true }
export const positive = (shape: readonly number[], seed = 1): HostTensor => {
  const { data, ...rest } = floats(shape, seed)
  return { ...rest, data: data.map((value) => Math.abs(value) + 0.2) }
}
export const within = (scale: number, shape: readonly number[], shift = 0): HostTensor => {
  const { data, ...rest } = floats(shape)
  return { ...rest, data: data.map((value) => (value / 2.2) * scale + shift) }
}

/** Runs a kernel by name, where tfjs has no operation for it. */
export function kernel(
  name: string,
  inputs: Record<string, tf.Tensor>,
  attributes: Record<string, unknown> = {},
): tf.Tensor {
  return tf.engine().runKernel(name, inputs, attributes as Attributes) as tf.Tensor
}

/** An extension kernel where the backend has it, else the same in plain operations. */
export function extension(
  name: string,
  inputs: Record<string, tf.Tensor>,
  attributes: Record<string, unknown>,
  plain: () => tf.Tensor | tf.Tensor[],
): tf.Tensor | tf.Tensor[] {
  return tf.getKernel(name, tf.getBackend()) == null ? plain() : kernel(name, inputs, attributes)
}

/** Shapes of ranks 0 to 5, one of them without elements. */
const shapes = [[], [5], [2, 3], [2, 1, 3], [0, 3], [2, 1, 2, 3], [1, 2, 2, 1, 2]]

export function unary(
  run: (x: tf.Tensor) => tf.Tensor,
  make = floats as (shape: readonly number[]) => HostTensor,
  options: Partial<KernelCase> = gradient,
) {
  return shapes.map((shape) => call(run as Run, [make(shape)], options))
}

type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor

const broadcasts: readonly (readonly [readonly number[], readonly number[]])[] = [
  [[], []],
  [[2, 3], []],
  [[3], [2, 3]],
  [
    [2, 1, 3],
    [4, 1],
  ],
  [
    [0, 3],
    [1, 3],
  ],
  [
    [1, 2, 1, 2, 3],
    [2, 3],
  ],
]

interface BinaryOptions {
  readonly make?: typeof positive
  readonly integers?: boolean
  /** tfjs has gradients for all shapes, or only where nothing is broadcast. */
  readonly gradients?: 'all' | 'same shape' | 'none'
}

export function binary(run: Binary, { make = floats, integers = true, gradients = 'all' }: BinaryOptions = {}) {
  const floating = broadcasts.map(([a, b]) => {
    // tfjs has no gradients for broadcasts of nothing.
    const covered = gradients === 'all' ? !a.includes(0) : gradients === 'same shape' && a.length + b.length === 0
    return call(run as Run, [make(a), make(b, 1.7)], { gradient: covered })
  })
  const alike = call(run as Run, [make([2, 3]), make([2, 3], 1.7)], { gradient: gradients !== 'none' })
  const whole = call(run as Run, [ints([7, -7, 5, -6, 0, 3], [2, 3]), ints([2, 3, -4])])
  return integers ? [...floating, alike, whole] : [...floating, alike]
}

export function compare(run: Binary) {
  const equalSome = call(run as Run, [ints([1, 2, 3]), ints([1, 3, 2])])
  return [...broadcasts.map(([a, b]) => call(run as Run, [floats(a), floats(b, 1.7)])), equalSome]
}

export const truth = [bools([0, 1, 1, 0, 1, 0], [2, 3]), bools([1, 0, 1])] as const

export function reduce(
  run: (x: tf.Tensor, axis?: number | number[], keepDims?: boolean) => tf.Tensor,
  options: Partial<KernelCase> = gradient,
) {
  return [
    call((x) => run(x as tf.Tensor), [floats([])], options),
    call((x) => run(x as tf.Tensor), [floats([2, 3])], options),
    call((x) => run(x as tf.Tensor, 1), [floats([2, 3, 4])], options),
    call((x) => run(x as tf.Tensor, [0, -1], true), [floats([2, 3, 4])], options),
    call((x) => run(x as tf.Tensor, [1, 2]), [floats([2, 1, 3, 2, 2])], options),
    call((x) => run(x as tf.Tensor, 0), [ints([4, -2, 3, 1, 5, 9], [2, 3])]),
  ]
}

export function reduceLogical(run: (x: tf.Tensor, axis?: number, keepDims?: boolean) => tf.Tensor) {
  return [call((x) => run(x as tf.Tensor), [truth[0]]), call((x) => run(x as tf.Tensor, 1, true), [truth[0]])]
}

export const indices = ints([2, 0, 1, 2, 2, 1], [2, 3])
