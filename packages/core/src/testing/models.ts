import * as tf from '@tensorflow/tfjs-core'
import {
  type PredictionConfig,
  type PredictionInputs,
  type PredictionOptions,
  type PretrainingConfig,
  type PretrainingInputs,
  type PretrainingOptions,
  predictionConfig,
  pretrainingConfig,
  type Random,
  type TensorMap,
} from '../index.ts'
import { parameterSpecs } from '../parameters/specs.ts'

type Changes<Options> = Partial<Options>

/** The smallest stack that has everything: two blocks, two heads, two pairs on each axis. */
export function tinyStack(axes: number) {
  return { dModel: 8 * axes, heads: 2, depth: 2, feedForward: 12 }
}

export function tinyPretraining(changes: Changes<PretrainingOptions> = {}): PretrainingConfig {
  const axes = changes.axes ?? 2
  return pretrainingConfig({
    tokenSize: 3,
    axes,
    encoder: tinyStack(axes),
    decoder: { ...tinyStack(axes), heads: 1, dModel: 4 * axes },
    ...changes,
  })
}

export function tinyPrediction(changes: Changes<PredictionOptions> = {}): PredictionConfig {
  const axes = changes.axes ?? 2
  return predictionConfig({ tokenSize: 3, axes, encoder: tinyStack(axes), outputSize: 4, ...changes })
}

/** Standard normal numbers times `scale`. */
export function randomTensor(random: Random, shape: readonly number[], scale = 1): tf.Tensor {
  const size = shape.reduce((product, length) => product * length, 1)
  return tf.tensor(
    Float32Array.from({ length: size }, () => scale * random.normal()),
    [...shape],
  )
}

/** Weights large enough that every term of the model shows in its output. */
export function randomWeights(config: PretrainingConfig | PredictionConfig, random: Random): TensorMap {
  return Object.fromEntries(parameterSpecs(config).map(({ name, shape }) => [name, randomTensor(random, shape, 0.4)]))
}

/** One batch without padding; positions are real numbers on both sides of zero. */
export function randomPretrainingInputs(
  config: PretrainingConfig,
  random: Random,
  { batch = 2, visible = 3, masked = 4 }: { batch?: number; visible?: number; masked?: number } = {},
): PretrainingInputs & { visible: tf.Tensor; visiblePositions: tf.Tensor; targets: tf.Tensor } {
  return {
    visible: randomTensor(random, [batch, visible, config.tokenSize]),
    visiblePositions: randomPositions(config, random, batch, 0, visible),
    maskedPositions: randomPositions(config, random, batch, visible, masked),
    targets: randomTensor(random, [batch, masked, config.tokenSize]),
  }
}

/** One batch without padding. */
export function randomPredictionInputs(
  config: PredictionConfig,
  random: Random,
  { batch = 2, length = 5 }: { batch?: number; length?: number } = {},
): PredictionInputs {
  return {
    values: randomTensor(random, [batch, length, config.tokenSize]),
    positions: randomPositions(config, random, batch, 0, length),
  }
}

/** Real numbers, or for the absolute baseline the indices from `first`. */
function randomPositions(
  { positionEncoding, axes }: PretrainingConfig | PredictionConfig,
  random: Random,
  batch: number,
  first: number,
  length: number,
): tf.Tensor {
  if (positionEncoding !== 'absolute') return randomTensor(random, [batch, axes, length], 5)
  return tf.tile(tf.reshape(tf.range(first, first + length), [1, 1, length]), [batch, 1, 1])
}
