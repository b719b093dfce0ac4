import {
  createRandom,
  encode,
  initializePacked,
  linear,
  type PredictionConfig,
  packedLayout,
  predictionLoss,
  type TensorMap,
} from '@romae/core'
import { silu } from '@romae/core/internals'
import type { FlatLayout, Program } from '@romae/engine'
import * as tf from '@tensorflow/tfjs-core'

/** Configurations of encoders by the names of their modalities. */
export type JoinedConfigs = Readonly<Record<string, PredictionConfig>>

/** Of the head, beside those of the encoders. */
const HEAD = ['hidden.weight', 'hidden.bias', 'output.weight', 'output.bias'] as const

/**
 * Encoders that know nothing of each other until their [CLS] stand side by side before the head, as ATAT has them (Cabrera-Vives et al. 2024): a linear
 * layer of as many numbers, SiLU, and one of a number for each class.
 *
 * Inputs: `values.NAME`, `positions.NAME`, `padding.NAME` of each modality, and `targets` for the loss; outputs: `predictions`, and with targets `loss`.
 */
export function lateJoinProgram(configs: JoinedConfigs, classes: number): Program {
  const names = Object.keys(configs)
  return {
    name: 'modalities that are joined late',
    identity: { state: JSON.stringify({ configs, classes }), module: import.meta.url },
    layout: lateJoinLayout(configs, classes),
    run(parameters, inputs) {
      const tokens = names.map((name) => {
        const given = {
          values: inputs[`values.${name}`]!,
          positions: inputs[`positions.${name}`]!,
          padding: inputs[`padding.${name}`],
        }
        const { encoded } = encode(configs[name]!, ownOf(parameters, name), given, { start: 0, count: 1 })
        return tf.reshape(encoded, [encoded.shape[0]!, encoded.shape[2]!])
      })
      const [hiddenWeight, hiddenBias, outputWeight, outputBias] = HEAD.map((name) => parameters[name]!)
      const hidden = silu(linear(tf.concat(tokens, 1), hiddenWeight!, hiddenBias!))
      const predictions = linear(hidden, outputWeight!, outputBias!) // [batch, classes]
      const { targets } = inputs
      if (targets === undefined) return { predictions }
      return { loss: predictionLoss(predictions, targets, { kind: 'crossEntropy' }), predictions }
    },
  }
}

/** Parameters of an encoder by the names that it knows. */
function ownOf(parameters: TensorMap, name: string): TensorMap {
  const own = Object.entries(parameters).filter(([key]) => key.startsWith(`${name}.`))
  return Object.fromEntries(own.map(([key, tensor]) => [key.slice(name.length + 1), tensor]))
}

function lateJoinLayout(configs: JoinedConfigs, classes: number): FlatLayout {
  const width = Object.values(configs).reduce((sum, { encoder }) => sum + encoder.dModel, 0)
  const shapes = [[width, width], [width], [width, classes], [classes]]
  const entries = [
    ...Object.entries(configs).flatMap(([name, config]) =>
      encoderEntries(config).map((entry) => ({ name: `${name}.${entry.name}`, shape: entry.shape, size: entry.size })),
    ),
    ...HEAD.map((name, place) => ({ name, shape: shapes[place]!, size: tf.util.sizeFromShape(shapes[place]!) })),
  ]
  let size = 0
  const placed = entries.map((entry) => {
    size += entry.size
    return { ...entry, offset: size - entry.size }
  })
  return { entries: placed, size }
}

/** All but the head's, which come last. */
function encoderEntries(config: PredictionConfig) {
  return packedLayout(config).entries.filter(({ name }) => !name.startsWith('head.'))
}

/** The parameters to begin with: encoders as they begin by themselves, and a head whose outputs have the size of its inputs. */
export function initializeLateJoin(configs: JoinedConfigs, classes: number, seed: number): Float32Array {
  const { entries, size } = lateJoinLayout(configs, classes)
  const parameters = new Float32Array(size)
  let next = 0
  for (const [name, config] of Object.entries(configs)) {
    const length = encoderEntries(config).reduce((sum, entry) => sum + entry.size, 0)
    // Each has a stream of its own, as two encoders that begin alike would be one.
    const own = createRandom(seed, 'late join', name).integer(2 ** 31)
    parameters.set(initializePacked(config, own).subarray(0, length), next)
    next += length
  }
  for (const { name, shape, offset, size: count } of entries.slice(-HEAD.length)) {
    if (shape.length === 1) continue
    const random = createRandom(seed, 'late join', name)
    for (let index = 0; index < count; index++) parameters[offset + index] = random.normal() / Math.sqrt(shape[0]!)
  }
  return parameters
}
