import {
  initializeParameters,
  type PredictionConfig,
  type PretrainingConfig,
  packParameters,
  predictionConfig,
  pretrainingConfig,
  type RomaeConfig,
  sampleMask,
  splitByMask,
} from '@romae/core'
import type { Engine, HostTensors } from '@romae/engine'
import { createRandom, type Random } from '@romae/internal/random'
import type { TokenBatch } from '@romae/tokenizer'
import {
  predictionHostInputs,
  predictionProgram,
  pretrainingHostInputs,
  pretrainingProgram,
  type RomaeModel,
} from '@romae/trainer/node'

/** A model with random weights, inputs, and what we compute from them. */
export interface ModelCase {
  readonly name: string
  readonly model: RomaeModel
  /** With `targets`. */
  readonly inputs: HostTensors
  /** `predictions` and `loss`. */
  readonly outputs: HostTensors
}

const encoder = { dModel: 48, heads: 2, depth: 2 }
const decoder = { dModel: 24, heads: 2, depth: 1, feedForward: 40 }

const configs: Readonly<Record<string, RomaeConfig>> = {
  'pre-training': pretrainingConfig({ tokenSize: 2, axes: 1, encoder, decoder }),
  'pre-training without [CLS]': pretrainingConfig({
    tokenSize: 3,
    axes: 2,
    encoder,
    decoder,
    cls: false,
    ropeFraction: 1,
  }),
  'pre-training on tubelets': pretrainingConfig({ tokenSize: 24, tubelet: [2, 2, 2], axes: 3, encoder, decoder }),
  'pre-training without positions': pretrainingConfig({
    tokenSize: 2,
    axes: 1,
    encoder,
    decoder,
    positionEncoding: 'none',
  }),
  classification: predictionConfig({ tokenSize: 2, axes: 2, encoder, outputSize: 5 }),
  'classification without [CLS]': predictionConfig({ tokenSize: 4, axes: 1, encoder, outputSize: 3, cls: false }),
}

/** Every configuration, without and with padding. */
export async function* modelCases(engine: Engine): AsyncGenerator<ModelCase> {
  for (const [kind, config] of Object.entries(configs)) {
    for (const padded of [false, true]) {
      const random = createRandom(1, 'interop')
        .fork(kind)
        .fork(padded ? 1 : 0)
      const name = padded ? `${kind}, padded` : kind
      const parameters = Object.fromEntries(
        Object.entries(initializeParameters(config, 1)).map(([parameter, values]) => [
          parameter,
          // Gains of one and biases of zero would hide a mistake.
          values.map((value) => value + 0.1 * random.normal()),
        ]),
      )
      const model = { config, parameters, tokenizer: null, classes: null }
      const inputs =
        config.task === 'pretraining' ? pretraining(config, padded, random) : prediction(config, padded, random)
      const program = engine.compile(
        config.task === 'pretraining'
          ? pretrainingProgram(config)
          : predictionProgram(config, { kind: 'crossEntropy' }),
      )
      const outputs = await program.run(packParameters(config, parameters), inputs)
      await program.dispose()
      yield { name, model, inputs, outputs }
    }
  }
}

function pretraining(config: PretrainingConfig, padded: boolean, random: Random): HostTensors {
  const batch = randomTokens(config, padded, random)
  const mask = sampleMask(batch.padding, batch, { ratio: 0.6 }, random)
  return pretrainingHostInputs(splitByMask(batch, mask, config), config.tokenSize)
}

function prediction(config: PredictionConfig, padded: boolean, random: Random): HostTensors {
  const batch = randomTokens(config, padded, random)
  const labels = Int32Array.from({ length: batch.batch }, () => random.integer(config.outputSize))
  return { ...predictionHostInputs(batch, config), targets: { data: labels, shape: [batch.batch] } }
}

function randomTokens({ tokenSize, axes }: RomaeConfig, padded: boolean, random: Random): TokenBatch {
  const [batch, length] = [3, 10]
  const padding = new Uint8Array(batch * length)
  if (padded)
    for (const [row, real] of [length, 7, 4].entries()) padding.fill(1, row * length + real, (row + 1) * length)
  return {
    values: Float32Array.from({ length: batch * length * tokenSize }, () => random.normal()),
    positions: Float32Array.from({ length: batch * axes * length }, () => 20 * random.normal()),
    padding,
    ...{ batch, length, tokenSize, axes },
  }
}
