import type { RomaeConfig } from '@romae/core'
import { sha256 } from '../sha256.ts'
import type { LoopTask } from './loop-task.ts'
import { type ResolvedTraining, recordedOptions } from './options.ts'
import { randomness } from './randomness.ts'
import type { DataConfig, RunConfig, TrainingConfig } from './run-config.ts'
import type { Schedule } from './schedule.ts'

/** @param parameters what training starts from, packed */
export function runConfig<Config extends RomaeConfig>(
  task: LoopTask<Config>,
  training: ResolvedTraining,
  schedule: Schedule,
  parameters: Float32Array,
): RunConfig<Config> {
  const { config: model, tokenizer, classes } = task.makeModel({})
  const { checkpointStorage, checkpointEvery: every = null, keepCheckpoints: keep } = training
  const { evaluation } = task
  return {
    task: task.kind,
    model,
    tokenizer,
    classes,
    data: dataConfig(task),
    initial: { fingerprint: sha256(new Uint8Array(parameters.buffer)) },
    loss: task.loss,
    randomness,
    training: trainingConfig(training, schedule),
    evaluation: evaluation === null ? null : { ...evaluation.options, data: dataConfig(evaluation) },
    checkpoints: checkpointStorage === undefined ? null : { every, keep },
  }
}

function trainingConfig(training: ResolvedTraining, { warmupSteps, totalSteps: steps }: Schedule): TrainingConfig {
  const { epochs, skipLimit, ...recorded } = recordedOptions(training)
  return { ...recorded, steps, warmupSteps, ...(training.onNonFinite === 'skip' && { skipLimit }) }
}

function dataConfig({ data, dataFingerprint }: Pick<LoopTask<RomaeConfig>, 'data' | 'dataFingerprint'>): DataConfig {
  return { samples: data.lengths.length, fingerprint: dataFingerprint }
}
