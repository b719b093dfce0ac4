import * as tf from '@tensorflow/tfjs'
import { expect, it } from 'vitest'
import type { CompileEvent } from '../compile-event.ts'
import { createEngine } from '../create-engine.ts'
import type { Program, TrainingSession } from '../engine.ts'
import type { Optimizer } from '../optimizer/optimizer.ts'
import { deepInputs, deepProgram } from '../testing/deep-program.ts'
import { usableEngines } from '../testing/engine-names.ts'
import { initialParameters } from '../testing/programs.ts'

const optimizer: Optimizer = { kind: 'adamw', betas: [0.9, 0.95], epsilon: 1e-8, weightDecay: 0.05 }
const program = deepProgram(12, 8)
/** Its rows may be computed in shards. */
const byRows: Program = { ...program, lossWeight: ({ x }) => x!.shape[0]! }

async function stateAfter(steps: number, session: TrainingSession) {
  const losses: number[] = []
  for (let step = 0; step < steps; step++) {
    const { loss, gradientNorm } = await session.step(deepInputs(6, 8, step), { learningRate: 1e-2 })
    losses.push(loss, gradientNorm)
  }
  for (let step = 0; step < steps; step++) {
    const microBatches = [2, 4].map((rows) => ({ inputs: deepInputs(rows, 8, step), weight: rows }))
    losses.push((await session.stepMicroBatches(microBatches, { learningRate: 1e-2 })).loss)
  }
  return { losses, parameters: session.parameters.slice(), moments: session.moments.map((moment) => moment.slice()) }
}

it.each(usableEngines.filter((name) => name !== 'tfjs'))('makes the same steps bit by bit on %s', async (name) => {
  const nodes: number[] = []
  const engine = await createEngine(name, { onCompile: (event: CompileEvent) => nodes.push(event.nodes) })
  const options = { optimizer, clipNorm: 1, parameters: initialParameters(program), microBatches: true }
  const train = (activationCheckpointing: boolean) =>
    stateAfter(3, engine.train(byRows, { ...options, activationCheckpointing }))
  const without = await train(false)
  const plain = nodes.splice(0)
  expect(await train(true)).toEqual(without)
  expect(nodes).toHaveLength(plain.length)
  for (const [index, count] of nodes.entries()) expect(count).toBeGreaterThan(plain[index]!)
  await engine.dispose()
})

it('is refused where nothing is compiled', async () => {
  await tf.setBackend('cpu')
  const engine = await createEngine('tfjs')
  const train = () =>
    engine.train(program, {
      optimizer,
      clipNorm: null,
      parameters: initialParameters(program),
      activationCheckpointing: true,
    })
  expect(train).toThrowRomae('ENGINE_CHECKPOINTING_UNSUPPORTED', { engine: 'tfjs', device: 'cpu' })
  await engine.dispose()
})
