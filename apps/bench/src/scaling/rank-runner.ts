import { initializePacked } from '@romae/core'
import type { Communicator, Engine, TrainingSession } from '@romae/engine'
import { pretrainingProgram } from '@romae/trainer/node'
import { randomInputs, timed, updates } from '../ours.ts'
import { configOf, type Workload } from '../workloads.ts'
import { TimedCommunicator } from './timed-communicator.ts'
import { updateProgram } from './update-program.ts'

/** A training step as one rank saw it, in milliseconds. */
export interface RankStep {
  readonly ms: number
  /** Of each all-reduce: that of three numbers a rank, and that of the gradient. */
  readonly reductions: readonly number[]
}

/** What a rank does of a workload, on all ranks at once. */
export interface RankRunner {
  readonly parameters: number
  /** Training steps on the ranks' shares of the batch. */
  step(count: number): Promise<readonly RankStep[]>
  /** Milliseconds of training steps on the whole batch, each rank for itself, without a communicator. */
  alone(count: number): Promise<readonly number[]>
  /** Milliseconds of clipping and updating so many parameters, without a communicator and as a rank does that has no others. */
  update(count: number): Promise<{ readonly alone: readonly number[]; readonly joined: readonly number[] }>
  dispose(): Promise<void>
}

export function rankRunner(workload: Workload, engine: Engine, communicator: Communicator): RankRunner {
  const config = configOf(workload)
  const parameters = initializePacked(config, 0)
  const program = pretrainingProgram(config)
  const ranks = new TimedCommunicator(communicator)
  const training = engine.train(program, { ...updates, parameters, communicator: ranks.communicator })
  // Of a place where it is not asked for, it is not in memory.
  let whole: TrainingSession | null = null
  const few = updateProgram(parameters.length)
  const solitary: Communicator = { ...communicator, rank: 0, size: 1, allReduce: async () => {} }
  const rows = randomInputs({ ...workload, batch: workload.batch / communicator.size })
  const all = randomInputs(workload)
  const scale = { scale: { data: Float32Array.of(1), shape: [1] } }
  const learningRate = { learningRate: 1e-3 }
  return {
    parameters: parameters.length,
    async step(count) {
      const steps: RankStep[] = []
      for (let index = 0; index < count; index++) {
        const [ms] = await timed(1, () => training.step(rows, learningRate))
        steps.push({ ms: ms!, reductions: ranks.take() })
      }
      return steps
    },
    alone(count) {
      whole ??= engine.train(program, { ...updates, parameters })
      return timed(count, () => whole!.step(all, learningRate))
    },
    async update(count) {
      const update = engine.train(few, { ...updates, parameters })
      const joined = engine.train(few, { ...updates, parameters, communicator: solitary })
      const times = { alone: [] as number[], joined: [] as number[] }
      // The first compiles.
      for (let index = 0; index <= count; index++) {
        const alone = await timed(1, () => update.step(scale, learningRate))
        const besides = await timed(1, () => joined.stepMicroBatches([{ inputs: scale, weight: 1 }], learningRate))
        if (index === 0) continue
        times.alone.push(...alone)
        times.joined.push(...besides)
      }
      await update.dispose()
      await joined.dispose()
      return times
    },
    async dispose() {
      await training.dispose()
      await whole?.dispose()
    },
  }
}
