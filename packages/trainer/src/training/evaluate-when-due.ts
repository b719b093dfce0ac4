import type { RomaeConfig } from '@romae/core'
import type { Communicator, CompiledProgram } from '@romae/engine'
import type { PlannedBatch } from '../data/plan.ts'
import { type EvaluationTask, evaluate } from '../evaluation/evaluate.ts'
import type { TrainingEvent } from './events.ts'
import type { Progress } from './progress.ts'

/** How a run is evaluated as it goes. */
export interface RunEvaluation {
  readonly task: EvaluationTask
  readonly program: CompiledProgram
  readonly seed: number
  /** Null where this process trains alone. */
  readonly communicator: Communicator | null
  /** Of the whole run: the last one is always evaluated. */
  readonly steps: number
}

/**
 * Evaluates the model after a step, if the run is to be evaluated then.
 *
 * @param batch that of the step
 * @throws RomaeError `TRAINER_EVALUATION_NOT_FINITE`, `ENGINE_*`, and what reading the data throws
 */
export async function evaluateWhenDue<Config extends RomaeConfig>(
  { task, program, seed, communicator, steps }: RunEvaluation,
  progress: Progress<Config>,
  batch: PlannedBatch,
): Promise<Extract<TrainingEvent, { type: 'evaluation' }> | null> {
  const { epoch, endsEpoch } = batch
  const step = batch.step + 1
  const { every } = task.options
  const isDue = step === steps || (every === 'epoch' ? endsEpoch : step % every === 0)
  if (!isDue) return null
  const begun = performance.now()
  const metrics = await evaluate(task, program, progress.parameters, seed, communicator)
  const improved = progress.evaluated(metrics)
  const { best } = progress.state.selection
  return { type: 'evaluation', step, epoch, metrics, improved, best, milliseconds: performance.now() - begun }
}
