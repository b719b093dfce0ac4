import type { EngineInfo } from '@romae/engine'
import { builtinOrNull } from '@romae/internal/platform'
import { errors } from '../errors.ts'
import type { ResolvedTraining } from './options.ts'
import type { RunPlan } from './run-plan.ts'

/** Devices of engines that compute in the memory of the machine. */
const hostDevices: readonly string[] = ['cpu', 'wasm']

/**
 * Refuses a run for which there cannot be memory: the system would end the process in the middle of it, without a word.
 *
 * @throws RomaeError `TRAINER_MEMORY_LIMIT`
 */
export function requireMemory(plan: RunPlan, training: ResolvedTraining, { name, device }: EngineInfo): void {
  const { memoryLimit, gradientAccumulationSteps, batchSize, communicator } = training
  const limit = memoryLimit === 'machine' ? machineMemory(device, communicator?.localSize ?? 1) : memoryLimit
  const { total: step } = plan.memory
  // ONNX Runtime keeps what a step of each length took.
  const bytes = name.startsWith('onnxruntime') ? plan.memoryOfAllLengths : step
  if (limit === null || bytes <= limit) return
  const length = plan.buckets.at(-1)!.length
  const lengths = bytes > step ? plan.buckets.length : 1
  throw errors.TRAINER_MEMORY_LIMIT({ bytes, step, limit, length, lengths, batchSize, gradientAccumulationSteps })
}

/** Bytes that this process can have at most: all of the machine, or of its container; null where that does not matter or, as in
 * a browser, is not told. */
function machineMemory(device: string, processes: number): number | null {
  const os = builtinOrNull('node:os')
  if (os === null || !hostDevices.includes(device)) return null
  // 0 or more than there is: no constraint.
  const constraint = process.constrainedMemory()
  return Math.min(os.totalmem() / processes, constraint > 0 ? constraint : Infinity)
}
