import * as tf from '@tensorflow/tfjs-core'
import { rotatingAxes } from '../config/rotation.ts'
import type { BackboneConfig, EncoderConfig } from '../config/types.ts'
import { paddingBias } from '../ops/attention.ts'
import { rotaryTables } from '../ops/rotary.ts'
import { sinusoid } from '../ops/sinusoid.ts'
import type { TensorMap } from '../parameters/pack.ts'
import { block, type RepeatedToken, type TokenRange } from './block.ts'
import type { ApplyDropout } from './dropout.ts'
import { type RotaryConfig, rotaryOptions } from './rotary-options.ts'

/** A sequence on its way through the model. */
export interface Sequence {
  /** `[batch, length, dModel]` */
  readonly x: tf.Tensor
  /** `[batch, axes, length]` */
  readonly positions: tf.Tensor
  /** `[batch, length]`, 1 = padding; absent where no sample has any. */
  readonly padding: tf.Tensor | undefined
  /** Where `x` ends in copies of one token: the same tokens once more, told apart. */
  readonly repeated?: RepeatedToken | undefined
}

/**
 * A stack of blocks, without a norm after the last.
 *
 * @param read the tokens whose outputs are needed; default all
 * @returns `[batch, read.count, dModel]`
 */
export function runStack(
  name: 'encoder' | 'decoder',
  stack: EncoderConfig,
  config: RotaryConfig,
  parameters: TensorMap,
  { x, positions, padding, repeated }: Sequence,
  dropout: ApplyDropout,
  read: TokenRange = { start: 0, count: x.shape[1]! },
): tf.Tensor {
  return tf.tidy(() => {
    const tables =
      config.positionEncoding === 'rope'
        ? rotaryTables(rotatingPositions(config, positions), rotaryOptions(config, stack))
        : null
    const bias = padding === undefined ? undefined : paddingBias(padding)
    const [batch, length, dModel] = x.shape as [number, number, number]
    const context = { name, config: stack, batch, length, parameters, tables, bias, dropout }
    const everything = { start: 0, count: length }
    let hidden: tf.Tensor = tf.reshape(x, [batch * length, dModel])
    for (let layer = 0; layer < stack.depth; layer++) {
      const tokens = layer === stack.depth - 1 ? read : everything
      const input = hidden
      hidden = tf.tidy(() => block(input, layer, context, tokens, layer === 0 ? repeated : undefined))
    }
    return tf.reshape(hidden, [batch, read.count, dModel])
  })
}

/** @param positions `[batch, axes, length]`; @returns those of the axes that rotate */
function rotatingPositions(config: RotaryConfig, positions: tf.Tensor): tf.Tensor {
  const rotating = rotatingAxes(config)
  if (rotating.length === config.axes) return positions
  return tf.concat(
    rotating.map((axis) => tf.slice(positions, [0, axis, 0], [-1, 1, -1])),
    1,
  )
}

/**
 * Puts [CLS] before the tokens, at position 0 on every axis, never padding; and adds the absolute encoding, if that is
 * the model's. Without either, the sequence stays as it is.
 */
export function embedSequence(
  config: BackboneConfig,
  parameters: TensorMap,
  { x, positions, padding }: Sequence,
  dropout: ApplyDropout,
): Sequence {
  if (!config.cls) return placeSequence(config, { x, positions, padding }, dropout)
  const [batch, , dModel] = x.shape as [number, number, number]
  const axes = positions.shape[1]!
  // Absolute positions are indices, and [CLS] takes index 0 for itself.
  const others = config.positionEncoding === 'absolute' ? tf.add(positions, 1) : positions
  const sequence = {
    x: tf.concat([clsToken(parameters, batch, dModel), x], 1), // [batch, 1 + length, dModel]
    positions: tf.concat([tf.zeros([batch, axes, 1]), others], 2), // [batch, axes, 1 + length]
    padding: padding === undefined ? undefined : tf.concat([tf.zeros([batch, 1]), padding], 1),
  }
  return placeSequence(config, sequence, dropout)
}

/** The sequence of a sample of which nothing is visible: [CLS] at position 0. */
export function clsAlone(
  config: BackboneConfig,
  parameters: TensorMap,
  batch: number,
  dropout: ApplyDropout,
): Sequence {
  const axes = config.positionEncoding === 'absolute' ? 1 : config.axes
  const x = clsToken(parameters, batch, config.encoder.dModel)
  return placeSequence(config, { x, positions: tf.zeros([batch, axes, 1]), padding: undefined }, dropout)
}

/** `[batch, 1, dModel]`: broadcast rather than tiled, so that the gradient is one sum. */
function clsToken(parameters: TensorMap, batch: number, dModel: number): tf.Tensor {
  return tf.add(tf.zeros([batch, 1, dModel]), parameters.cls!)
}

function placeSequence(config: BackboneConfig, sequence: Sequence, dropout: ApplyDropout): Sequence {
  const { x, positions } = sequence
  const placed = config.positionEncoding === 'absolute' ? tf.add(x, absoluteEncoding(positions, x.shape[2]!)) : x
  return { ...sequence, x: dropout('encoder.input', config.encoder.positionDropout, placed) }
}

/**
 * @param indices `[batch, 1, length]`: token indices, as the absolute baseline reads them
 * @returns `[batch, length, dModel]`
 */
export function absoluteEncoding(indices: tf.Tensor, dModel: number): tf.Tensor {
  const [batch, , length] = indices.shape as [number, number, number]
  return sinusoid(tf.reshape(indices, [batch, length]), dModel)
}
