import { createEngine } from '../create-engine.ts'
import type { Engine, TrainingSession } from '../engine.ts'
import { loadTfjs } from '../tfjs/load.ts'
import { calibrationProgram } from './calibration-program.ts'
import { type Calibration, machineName } from './kept-calibration.ts'

/** Steps of one engine before it is the other's turn: what disturbs the machine meanwhile disturbs both. */
const stepsAtATime = 5

const names = ['tensorflow', 'onnxruntime-node'] as const

/**
 * Trains a small model with both engines, in turns.
 *
 * @param seconds for the steps; compiling comes before
 * @throws what `createEngine` throws where one of them is not installed
 */
export async function calibrate(seconds: number): Promise<Calibration> {
  const { program, parameters, inputs } = calibrationProgram(await loadTfjs())
  const optimizer = { kind: 'adamw', betas: [0.9, 0.95], epsilon: 1e-8, weightDecay: 0.05 } as const
  const engines: Engine[] = []
  try {
    for (const name of names) engines.push(await createEngine(name))
    const sessions = engines.map((engine) => engine.train(program, { optimizer, clipNorm: 1, parameters }))
    const turn = async (session: TrainingSession, steps: number) => {
      const times: number[] = []
      for (let step = 0; step < steps; step++) {
        const started = performance.now()
        await session.step(inputs, { learningRate: 1e-4 })
        times.push(performance.now() - started)
      }
      return times
    }
    // The first steps compile, and optimise.
    for (const session of sessions) await turn(session, 3)
    const times: number[][] = names.map(() => [])
    const end = performance.now() + 1000 * seconds
    do {
      for (const [index, session] of sessions.entries()) times[index]!.push(...(await turn(session, stepsAtATime)))
    } while (performance.now() < end)
    const [tensorflow, onnxruntime] = times.map(median) as [number, number]
    return { machine: machineName(), when: new Date().toISOString(), tensorflow, onnxruntime }
  } finally {
    for (const engine of engines) await engine.dispose()
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!
}
