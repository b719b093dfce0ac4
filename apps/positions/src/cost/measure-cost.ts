import { createRandom, initializePacked, maskedCount, type PretrainingConfig, pretrainingConfig } from '@romae/core'
import type { Engine, HostTensors, Program } from '@romae/engine'
import { median } from '@romae/internal/statistics'
import { pretrainingProgram } from '@romae/trainer/node'
import * as tf from '@tensorflow/tfjs-core'
import type { CostSettings } from './settings.ts'

/** `absolute`: sin/cos added to tokens. `cached`: rotations by angles known before. `continuous`: by those of the step's positions. */
export const encodings = ['absolute', 'cached', 'continuous'] as const
export type Encoding = (typeof encodings)[number]

/** Median milliseconds of a training step with each encoding, measured in turns. */
export async function measureCost(
  settings: CostSettings,
  engine: Engine,
  seed: number,
): Promise<Readonly<Record<Encoding, number>>> {
  const sessions = encodings.map((encoding) => stepWith(encoding, settings, engine, seed))
  const times: Record<Encoding, number[]> = { absolute: [], cached: [], continuous: [] }
  for (const { step } of sessions) await step() // compiles
  for (let round = 0; round < settings.rounds; round++) {
    for (const { encoding, step } of sessions) {
      for (let index = 0; index < settings.stepsARound; index++) {
        const start = performance.now()
        await step()
        times[encoding].push(performance.now() - start)
      }
    }
  }
  for (const { dispose } of sessions) await dispose()
  return { absolute: median(times.absolute), cached: median(times.cached), continuous: median(times.continuous) }
}

function stepWith(encoding: Encoding, settings: CostSettings, engine: Engine, seed: number) {
  const config = pretrainingConfig({
    tokenSize: settings.tokenSize,
    axes: 2,
    encoder: settings.size,
    decoder: 'tiny-shallow',
    cls: false,
    positionEncoding: encoding === 'absolute' ? 'absolute' : 'rope',
  })
  const inputs = makeInputs(settings, config, seed)
  const { visiblePositions, maskedPositions, ...rest } = inputs
  const isCached = encoding === 'cached'
  const whole = pretrainingProgram(config)
  const program = isCached
    ? withConstants(whole, { visiblePositions: visiblePositions!, maskedPositions: maskedPositions! })
    : whole
  const training = engine.train(program, {
    optimizer: { kind: 'adamw', betas: [0.9, 0.95], epsilon: 1e-8, weightDecay: 0.05 },
    clipNorm: 1,
    parameters: initializePacked(config, seed),
  })
  return {
    encoding,
    step: () => training.step(isCached ? rest : inputs, { learningRate: 1e-4 }),
    dispose: () => training.dispose(),
  }
}

/** The program with some of its inputs known, so that what follows from them alone is computed when it is compiled. */
function withConstants({ name, layout, run }: Program, constants: HostTensors): Program {
  // Without an identity: these constants would have to be part of it.
  return {
    name: `${name} with constant positions`,
    layout,
    run(parameters, inputs) {
      const known = Object.entries(constants).map(([key, { data, shape }]) => [key, tf.tensor(data, [...shape])])
      return run(parameters, { ...inputs, ...Object.fromEntries(known) })
    },
  }
}

function makeInputs(settings: CostSettings, config: PretrainingConfig, seed: number): HostTensors {
  const { batch, grid, maskRatio, tokenSize } = settings
  const random = createRandom(seed, 'cost')
  const tokens = grid * grid
  const masked = maskedCount(tokens, maskRatio)
  const orders = Array.from({ length: batch }, () => random.shuffle(Int32Array.from({ length: tokens }, (_, at) => at)))
  const isAbsolute = config.positionEncoding === 'absolute'
  const positions = (from: number, to: number) => {
    const coordinates = isAbsolute
      ? [(at: number) => at]
      : [(at: number) => Math.floor(at / grid), (at: number) => at % grid]
    const data = orders.flatMap((order) => coordinates.flatMap((of) => Array.from(order.subarray(from, to), of)))
    return { data: Float32Array.from(data), shape: [batch, coordinates.length, to - from] }
  }
  const values = (count: number) => ({
    data: Float32Array.from({ length: batch * count * tokenSize }, () => random.normal()),
    shape: [batch, count, tokenSize],
  })
  return {
    visible: values(tokens - masked),
    visiblePositions: positions(masked, tokens),
    targets: values(masked),
    maskedPositions: positions(0, masked),
  }
}
