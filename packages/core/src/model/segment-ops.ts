import * as tf from '@tensorflow/tfjs-core'
import type { Segment } from '../config/segments.ts'

/** Tensors one after the other along an axis. A single one stays what it is: a model of one modality has no concatenation. */
export function joined(tensors: readonly tf.Tensor[], axis: number): tf.Tensor {
  return tensors.length === 1 ? tensors[0]! : tf.concat([...tensors], axis)
}

/**
 * The padding of a sequence that is made of several.
 *
 * @returns `[batch, sum of lengths]`; undefined where none of them has any
 */
export function joinedPadding(
  batch: number,
  parts: readonly { readonly padding: tf.Tensor | undefined; readonly length: number }[],
): tf.Tensor | undefined {
  if (parts.every(({ padding }) => padding === undefined)) return undefined
  return joined(
    parts.map(({ padding, length }) => padding ?? tf.zeros([batch, length])),
    1,
  )
}

/**
 * A modality's positions on the axes of the model: 0 on those that it does not have, as [CLS] has on all.
 *
 * @param positions `[batch, own axes, length]`
 * @returns `[batch, axes, length]`
 */
export function placed(
  { axes }: { readonly axes: number },
  { axes: own }: Pick<Segment, 'axes'>,
  positions: tf.Tensor,
): tf.Tensor {
  if (own === null || (own.length === axes && own.every((axis, index) => axis === index))) return positions
  const [batch, , length] = positions.shape as [number, number, number]
  return tf.concat(
    Array.from({ length: axes }, (_, axis) => {
      const row = own.indexOf(axis)
      return row === -1 ? tf.zeros([batch, 1, length]) : tf.slice(positions, [0, row, 0], [-1, 1, -1])
    }),
    1,
  )
}

/**
 * One of the parts that a sequence is made of.
 *
 * @param x `[batch, sum of counts, width]`
 * @returns `[batch, counts[index], width]`
 */
export function takePart(x: tf.Tensor, counts: readonly number[], index: number): tf.Tensor {
  const count = counts[index]!
  if (count === x.shape[1]) return x
  const start = counts.slice(0, index).reduce((sum, before) => sum + before, 0)
  return tf.slice(x, [0, start, 0], [-1, count, -1])
}
