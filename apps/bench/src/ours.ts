import { createRandom, initializePacked } from '@romae/core'
import type { Engine, HostTensors } from '@romae/engine'
import { pretrainingProgram } from '@romae/trainer/node'
import { configOf, tokenCounts, type Workload } from './workloads.ts'

/** Runs our side of a workload: a number of steps at a time. */
export interface Runner {
  /** Milliseconds of each of `count` training steps. */
  step(count: number): Promise<number[]>
  /** Milliseconds of each of `count` forward passes. */
  forward(count: number): Promise<number[]>
  dispose(): Promise<void>
}

/** How a training step clips and updates, as the peer does. */
export const updates = {
  optimizer: { kind: 'adamw', betas: [0.9, 0.999], epsilon: 1e-8, weightDecay: 0.01 },
  clipNorm: 1,
} as const

export function ourRunner(workload: Workload, engine: Engine): Runner {
  const config = configOf(workload)
  const program = pretrainingProgram(config)
  const inputs = randomInputs(workload)
  const training = engine.train(program, { ...updates, parameters: initializePacked(config, 0) })
  const inference = engine.compile(program)
  return {
    step: (count) => timed(count, () => training.step(inputs, { learningRate: 1e-3 })),
    forward: (count) => timed(count, () => inference.run(training.parameters, inputs)),
    async dispose() {
      await training.dispose()
      await inference.dispose()
    },
  }
}

/** Gaussian values at uniform positions in [0, 8): what the peer is given too. */
export function randomInputs(workload: Workload): HostTensors {
  const { batch, tokenSize, axes } = workload
  const { masked, visible } = tokenCounts(workload)
  const random = createRandom(0, 'bench')
  const tensor = (shape: readonly number[], draw: () => number) => ({
    data: Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, draw),
    shape,
  })
  const values = (count: number) => tensor([batch, count, tokenSize], () => random.normal())
  const positions = (count: number) => tensor([batch, axes, count], () => 8 * random.uniform())
  return {
    visible: values(visible),
    visiblePositions: positions(visible),
    targets: values(masked),
    maskedPositions: positions(masked),
  }
}

/** Milliseconds of each of `count` times. */
export async function timed(count: number, work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let index = 0; index < count; index++) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
  }
  return times
}
