import type { RomaeConfig } from '@romae/core'
import { sha256 } from '../checkpoints/checksums.ts'
import type { RunDescription } from '../checkpoints/run-checkpoints.ts'
import type { LoopTask } from './loop.ts'
import type { ResolvedTraining } from './options.ts'
import type { Schedule } from './schedule.ts'

/**
 * All that the numbers of a run depend on. What only says where and how long to run (folder, signal, engine, how often to
 * save) is no part of it.
 *
 * @param parameters what it starts from
 */
export function describeRun<Config extends RomaeConfig>(
  task: LoopTask<Config>,
  { batchSize, buckets, seed, optimizer, clipNorm }: ResolvedTraining,
  { kind: schedule, baseRate: learningRate, warmupSteps, totalSteps: steps }: Schedule,
  parameters: Float32Array,
): RunDescription {
  const { parameters: _, ...model } = task.makeModel({})
  const training = { steps, batchSize, learningRate, schedule, warmupSteps, optimizer, clipNorm, buckets, seed }
  const data = { samples: task.lengths.length, sha256: task.dataFingerprint }
  const initial = { sha256: sha256(new Uint8Array(parameters.buffer)) }
  return { identity: { training, settings: task.settings, data, initial }, optimizer, model }
}
