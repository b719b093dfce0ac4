import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import type { RecordableFunction } from '../recorder/record.ts'

/** One step of a random function: which operation, on which of the tensors made so far, with which numbers. */
export interface Step {
  readonly operation: number
  readonly left: number
  readonly right: number
  readonly choice: number
}

/** All intermediate tensors are [2, 3] again, so that any operation fits any of them. */
const operations: readonly ((a: tf.Tensor, b: tf.Tensor, choice: number) => tf.Tensor)[] = [
  tf.add,
  tf.sub,
  tf.mul,
  (a, b) => tf.div(a, tf.add(tf.abs(b), 1)),
  (a, _b, choice) => tf.mul(a, [0, 1, -1, 2, 0.5][choice % 5] ?? 1),
  (a, _b, choice) => tf.add([0, 1, -1][choice % 3] ?? 0, a),
  (a) => tf.neg(a),
  (a) => tf.neg(tf.neg(a)),
  (a) => tf.tanh(a),
  (a, _b, choice) => tf.pow(a, 1 + (choice % 3)),
  (a, b) => tf.addN([a, tf.zerosLike(a), b]),
  (a) => tf.addN([a, tf.zerosLike(a)]),
  (a) => tf.reshape(tf.transpose(tf.reshape(a, [3, 2])), [2, 3]),
  (a) => tf.transpose(tf.transpose(a)),
  (a) => tf.reshape(tf.transpose(tf.expandDims(a, 1), [1, 0, 2]), [2, 3]),
  (a, b) => tf.matMul(tf.matMul(a, tf.transpose(b)), tf.mul(b, 0.25)),
  (a, b) => tf.transpose(tf.matMul(a, b, true, false)).slice([0, 0], [2, 3]),
  (a, b) => tf.mul(tf.matMul(tf.div(a, 4), tf.matMul(b, a, true)), 0.125),
  (a, b) => tf.concat(tf.split(tf.concat([a, b], 1), [3, 3], 1).slice(0, 1), 1),
  (a) => tf.concat(tf.split(a, [1, 2], 1), 1),
  (a) =>
    tf.add(
      tf.pad(tf.slice(a, [0, 0], [2, 1]), [
        [0, 0],
        [0, 2],
      ]),
      tf.pad(tf.slice(a, [0, 1]), [
        [0, 0],
        [1, 0],
      ]),
    ),
  (a) => tf.tile(tf.mean(a, 0, true), [2, 1]),
  (a, b) => tf.mul(b, tf.tile(tf.sum(a, 1, true), [1, 3])),
  (a) => tf.mul(tf.sum(a), tf.ones([2, 3])),
  (a) => tf.add(tf.slice(tf.tile(a, [2, 1]), [0, 0], [2, 3]), tf.slice(tf.tile(a, [2, 1]), [2, 0], [2, 3])),
  (a) => tf.add(a, tf.mul(tf.tensor([1, 2, 3]), tf.exp(tf.tensor([[0.5], [1]])))),
  (a, b) => tf.where(tf.tensor([1, 0, 1], [3], 'bool'), a, b),
  (a, _b, choice) => tf.where(tf.fill([2, 3], choice % 2, 'bool'), a, tf.neg(a)),
  (a) => tf.cast(tf.cast(a, 'float32'), 'float32'),
  (a) => tf.sum(tf.reshape(a, [2, 3, 1]), 2),
  (a) => tf.softmax(a),
]

/** The steps of a random function. */
export const randomSteps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    operation: fc.nat(operations.length - 1),
    left: fc.nat(2),
    right: fc.nat(2),
    choice: fc.nat(60),
  }),
  { minLength: 1, maxLength: 8 },
)

/** Each operation once. */
export const singleSteps: readonly Step[] = operations.map((_, operation) => ({
  operation,
  left: 0,
  right: 1,
  choice: operation,
}))

/** The function of `x` and `y`, both [2, 3], that takes the steps: its value, and gradients through it. */
export function functionOf(steps: readonly Step[]): RecordableFunction {
  return (inputs) => {
    const { x, y } = inputs as { x: tf.Tensor; y: tf.Tensor }
    // Both inputs take part, else tfjs refuses the gradient.
    const loss = (x: tf.Tensor, y: tf.Tensor) => tf.mean(tf.add(runSteps(steps, [x, y]), tf.add(x, tf.mul(y, 2))))
    const [dx, dy] = tf.grads(loss)([x, y]) as [tf.Tensor, tf.Tensor]
    return { value: runSteps(steps, [x, y]), dx, dy }
  }
}

function runSteps(steps: readonly Step[], tensors: tf.Tensor[]): tf.Tensor {
  for (const { operation, left, right, choice } of steps) {
    const run = operations[operation] as (typeof operations)[number]
    // Recent tensors first, so that operations build on each other.
    const pick = (index: number) => tensors.at(-1 - (index % Math.min(tensors.length, 3))) as tf.Tensor
    tensors.push(run(pick(left), pick(right), choice))
  }
  return tensors.at(-1) as tf.Tensor
}
