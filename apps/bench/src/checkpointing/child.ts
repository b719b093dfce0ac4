import { initializePacked } from '@romae/core'
import { createEngine, type EngineName, providerByName } from '@romae/engine'
import { updates } from '../ours.ts'
import { type LongSamples, longStep } from './lengths.ts'

/** What a fresh process is told to do. */
export interface LongTask {
  readonly samples: LongSamples
  readonly engine: EngineName
  readonly steps: number
  readonly threads: number
  readonly activationCheckpointing: boolean
}

/** What it answers. */
export interface LongReport {
  /** Peak resident memory of the process, in megabytes. */
  readonly peakMb: number
  /** Milliseconds of each step but the first, which compiles. */
  readonly milliseconds: readonly number[]
  /** Of the last step. */
  readonly loss: number
}

async function perform(task: LongTask): Promise<LongReport> {
  const { steps, threads, activationCheckpointing } = task
  const { config, program, inputs } = longStep(task.samples)
  const engine = await createEngine(providerByName(task.engine, { threads }))
  const parameters = initializePacked(config, 0)
  const session = engine.train(program, { ...updates, parameters, activationCheckpointing })
  const milliseconds: number[] = []
  let loss = Number.NaN
  for (let step = 0; step <= steps; step++) {
    const start = performance.now()
    loss = (await session.step(inputs, { learningRate: 1e-4 })).loss
    milliseconds.push(performance.now() - start)
  }
  await engine.dispose()
  return { peakMb: process.resourceUsage().maxRSS / 1024, milliseconds: milliseconds.slice(1), loss }
}

// This module is a program of its own, which `runChild` starts.
process.once('message', async (task: LongTask) => {
  process.send!(await perform(task))
  process.disconnect()
})
