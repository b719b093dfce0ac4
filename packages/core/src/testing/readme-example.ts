import {
  createRandom,
  initializeParameters,
  parameterTensors,
  pretrainingConfig,
  pretrainingForward,
  pretrainingLoss,
  sampleMask,
  splitByMask,
} from '@romae/core'
import { collate } from '@romae/tokenizer'
import * as tf from '@tensorflow/tfjs'

const random = createRandom(1)
const times = Float32Array.from({ length: 40 }, () => 10 * random.uniform()) // any real numbers
const sine = { values: times.map(Math.sin), positions: times, length: 40 } // one token per observation
const tokens = collate([sine], { tokenSize: 1, axes: 1 })

const small = { dModel: 32, heads: 2, depth: 2 } // or a size by name: 'tiny-shallow'
const config = pretrainingConfig({ tokenSize: 1, axes: 1, encoder: small, decoder: small })
const split = splitByMask(tokens, sampleMask(tokens.padding, tokens, { ratio: 0.5 }, random), config)
const inputs = {
  visible: tf.tensor(split.visible, [1, split.visibleCount, 1]),
  visiblePositions: tf.tensor(split.visiblePositions, [1, 1, split.visibleCount]),
  maskedPositions: tf.tensor(split.maskedPositions, [1, 1, split.maskedCount]),
  targets: tf.tensor(split.targets, [1, split.maskedCount, 1]),
}
const initial = Object.entries(parameterTensors(config, initializeParameters(config, 1)))
const weights = Object.fromEntries(initial.map(([name, tensor]) => [name, tf.variable(tensor)]))
const loss = () => pretrainingLoss(config, pretrainingForward(config, weights, inputs).predictions, inputs)

const optimizer = tf.train.adam(3e-3)
export const losses = Array.from({ length: 60 }, () => optimizer.minimize(loss, true)!.dataSync()[0]!)
