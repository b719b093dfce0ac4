import { createRandom, initializePacked, pretrainingConfig } from '@romae/core'
import type { Engine, EngineInfo, HostTensors } from '@romae/engine'
import { pretrainingProgram } from '@romae/trainer'

/** The loss before each step of a run, and the engine it ran on. */
export interface TrainingRun {
  readonly engine: EngineInfo
  readonly losses: readonly number[]
  readonly millisecondsPerStep: number
}

const config = pretrainingConfig({ tokenSize: 6, axes: 1, encoder: 'tiny-shallow', decoder: 'tiny-shallow' })
const [batch, visible, masked] = [8, 9, 27]

/** Trains the masked autoencoder with AdamW: the same parameters and batches wherever it runs. */
export async function trainingRun(engine: Engine, steps: number): Promise<TrainingRun> {
  const session = engine.train(pretrainingProgram(config), {
    optimizer: { kind: 'adamw', betas: [0.9, 0.999], epsilon: 1e-8, weightDecay: 0.05 },
    clipNorm: 1,
    parameters: initializePacked(config, 0),
  })
  const losses: number[] = []
  const started = performance.now()
  for (let step = 0; step < steps; step++) {
    // Four batches in turn, so that the loss falls but does not fall evenly.
    losses.push((await session.step(inputsOf(step % 4), { learningRate: 1e-3 })).loss)
  }
  const millisecondsPerStep = (performance.now() - started) / steps
  await session.dispose()
  return { engine: engine.info, losses, millisecondsPerStep }
}

/** Sine waves at random places: something to learn. */
function inputsOf(seed: number): HostTensors {
  const random = createRandom(seed, 'browser-check')
  const tokens = (count: number) => {
    const positions = Float32Array.from({ length: batch * count }, () => 36 * random.uniform())
    const values = Float32Array.from({ length: batch * count * config.tokenSize }, (_, index) => {
      const token = Math.floor(index / config.tokenSize)
      return Math.sin(positions[token]! / 4 + (index % config.tokenSize)) + 0.1 * random.normal()
    })
    return {
      values: { data: values, shape: [batch, count, config.tokenSize] },
      positions: { data: positions, shape: [batch, 1, count] },
    }
  }
  const [seen, hidden] = [tokens(visible), tokens(masked)]
  return {
    visible: seen.values,
    visiblePositions: seen.positions,
    targets: hidden.values,
    maskedPositions: hidden.positions,
  }
}
