import * as tf from '@tensorflow/tfjs-core'
import { checkShape } from '../check-shape.ts'
import { headFits, headSlices, nearestWidth, rotatedPairs } from '../config/rotation.ts'
import { errors } from '../errors.ts'
import { runExtension } from './extension.ts'

/** Which pairs of a head rotate, and how fast. */
export interface RotaryOptions {
  readonly headDimension: number
  readonly axes: number
  /** The p of p-RoPE: floor(p x pairs) pairs of each axis rotate. */
  readonly fraction: number
  readonly keep: 'fastest' | 'slowest'
  /** The base of each axis; default 10,000 for all. */
  readonly bases?: readonly number[] | undefined
  /** The fewest pairs of each axis that rotate when p > 0; default 1, the reference has 0. */
  readonly minimumPairs?: 0 | 1
}

/** Cosines and sines of every token's angles, axis by axis: `[batch, length, headDimension / 2]` each. */
export interface RotaryTables {
  readonly cos: tf.Tensor
  readonly sin: tf.Tensor
}

/** The base of the geometric series of angles (paper, eq. 2). */
const BASE = 10_000

/**
 * Timescales of one axis: pair j turns by position / timescale_j with timescale_j = base^(2j / axisDimension), and not
 * at all (infinity) where p-RoPE drops it.
 *
 * @param axis which axis, of those that have bases of their own
 * @returns one entry a pair, floor(headDimension / (2 x axes)) in all
 * @throws RomaeError `ROTARY_HEAD_DIMENSION`
 */
export function rotaryTimescales(
  { headDimension, axes, fraction, keep, bases, minimumPairs = 1 }: RotaryOptions,
  axis = 0,
): Float64Array {
  const base = bases?.[axis] ?? BASE
  if (!headFits(headDimension, axes)) {
    throw errors.ROTARY_HEAD_DIMENSION({ headDimension, axes, nearest: nearestWidth(headDimension, 1, axes) })
  }
  const { pairs } = headSlices(headDimension, axes)
  const axisDimension = 2 * pairs
  const rotated = rotatedPairs(pairs, fraction, minimumPairs)
  const first = keep === 'fastest' ? 0 : pairs - rotated
  // Exponent and power in single precision, as the reference makes them: saved tables then agree, all but the rarest bit.
  return Float64Array.from({ length: pairs }, (_, pair) =>
    pair >= first && pair < first + rotated
      ? Math.fround(base ** Math.fround((2 * pair) / axisDimension))
      : Number.POSITIVE_INFINITY,
  )
}

/**
 * Angles of continuous axial RoPE (paper, 4.2), as cosines and sines.
 *
 * @param positions `[batch, axes, length]`, real numbers
 * @throws RomaeError `ROTARY_HEAD_DIMENSION`, `INPUT_SHAPE`
 */
export function rotaryTables(positions: tf.Tensor, options: RotaryOptions): RotaryTables {
  const byAxis = Array.from({ length: options.bases === undefined ? 1 : options.axes }, (_, axis) =>
    Float32Array.from(rotaryTimescales(options, axis)),
  )
  const pairs = byAxis[0]!.length
  const [batch, axes, length] = [positions.shape[0] ?? 0, options.axes, positions.shape[2] ?? 0]
  checkShape('positions', positions, [batch, axes, length])
  return tf.tidy(() => {
    const byToken = tf.reshape(tf.transpose(positions, [0, 2, 1]), [batch, length, axes, 1])
    // Divided, not multiplied by the inverse: the angles then round as the reference's do, at large positions too.
    const timescales = tf.tensor(Float32Array.from(byAxis.flatMap((one) => [...one])), [1, 1, byAxis.length, pairs])
    const angles = tf.div(byToken, timescales) // [batch, length, axes, pairs]
    const ofAxes = tf.reshape(angles, [batch, length, axes * pairs])
    const { rest } = headSlices(options.headDimension, axes)
    // What is left over of a head is pairs that turn by nothing.
    const all = rest === 0 ? ofAxes : tf.concat([ofAxes, tf.zeros([batch, length, rest / 2])], 2)
    return { cos: tf.cos(all), sin: tf.sin(all) } // [batch, length, headDimension / 2] each
  })
}

/**
 * Rotates queries or keys in the packed layout: a head holds the first elements of all pairs, axis by axis, then the
 * second elements in the same order, so that one rotation of halves serves any number of axes. What no axis has stands
 * at the end of each half.
 *
 * @param x `[batch, heads, length, headDimension]`
 */
export function rotate(x: tf.Tensor, tables: RotaryTables): tf.Tensor {
  const forward = tf.customGrad((...args) => {
    const [input, save] = args as unknown as [tf.Tensor, tf.GradSaveFunc]
    save([tables.cos, tables.sin]) // the gradient may run after the scope that made them has ended
    return {
      value: rotateBy(input, tables.cos, tables.sin),
      // The inverse of a rotation is the rotation by the negative angle.
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => rotateBy(dy, saved[0]!, tf.neg(saved[1]!)),
    }
  })
  return forward(x)
}

function rotateBy(x: tf.Tensor, cos: tf.Tensor, sin: tf.Tensor): tf.Tensor {
  const fused = runExtension('RotaryEmbedding', { x, cos, sin })
  if (fused !== null) return fused[0]!
  const [first, second] = tf.split(x, 2, 3) as [tf.Tensor, tf.Tensor] // [batch, heads, length, headDimension / 2] each
  const c = tf.expandDims(cos, 1) // [batch, 1, length, headDimension / 2]
  const s = tf.expandDims(sin, 1)
  return tf.concat([tf.sub(tf.mul(first, c), tf.mul(second, s)), tf.add(tf.mul(second, c), tf.mul(first, s))], 3)
}

/**
 * Reorders the last axis of heads from the checkpoint's layout (each axis slice in halves: `[axis, half, pair]`) to the
 * packed one (`[half, axis, pair]`), or back. What no axis has is the end of a head in the former, and in halves the end of
 * each half in the latter.
 *
 * @param x `[..., heads x headDimension]` or `[..., headDimension]`
 */
export function permuteHeads(
  x: tf.Tensor,
  headDimension: number,
  axes: number,
  direction: 'pack' | 'unpack',
): tf.Tensor {
  const { pairs, rest } = headSlices(headDimension, axes)
  const swapped = (slices: tf.Tensor, grouped: number[]) => tf.transpose(tf.reshape(slices, grouped), [0, 2, 1, 3])
  if (rest === 0) {
    const grouped = direction === 'pack' ? [-1, axes, 2, pairs] : [-1, 2, axes, pairs]
    return tf.reshape(swapped(x, grouped), x.shape)
  }
  const ofAxes = axes * pairs // elements of each half that rotate
  if (direction === 'pack') {
    const heads = tf.reshape(x, [-1, headDimension])
    const [slices, left] = tf.split(heads, [2 * ofAxes, rest], 1) as [tf.Tensor, tf.Tensor]
    const halves = tf.reshape(swapped(slices, [-1, axes, 2, pairs]), [-1, 2, ofAxes])
    return tf.reshape(tf.concat([halves, tf.reshape(left, [-1, 2, rest / 2])], 2), x.shape)
  }
  const [halves, left] = tf.split(tf.reshape(x, [-1, 2, headDimension / 2]), [ofAxes, rest / 2], 2) as [
    tf.Tensor, // [heads, 2, axes x pairs]
    tf.Tensor, // [heads, 2, rest / 2]
  ]
  const slices = tf.reshape(swapped(halves, [-1, 2, axes, pairs]), [-1, 2 * ofAxes])
  return tf.reshape(tf.concat([slices, tf.reshape(left, [-1, rest])], 1), x.shape)
}

/**
 * Continuous axial p-RoPE on a head in the checkpoint's layout: the head is cut into one slice per axis, and element j
 * of a slice is paired with element j + slice / 2. What is left over stays as it is.
 *
 * @param x `[batch, length, heads, headDimension]`
 * @param positions `[batch, axes, length]`
 * @returns `[batch, length, heads, headDimension]`
 */
export function rotaryEmbedding(x: tf.Tensor, positions: tf.Tensor, options: RotaryOptions): tf.Tensor {
  return tf.tidy(() => {
    const packed = permuteHeads(x, options.headDimension, options.axes, 'pack')
    const rotated = rotate(tf.transpose(packed, [0, 2, 1, 3]), rotaryTables(positions, options))
    return permuteHeads(tf.transpose(rotated, [0, 2, 1, 3]), options.headDimension, options.axes, 'unpack')
  })
}
