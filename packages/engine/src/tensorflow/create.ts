import { allocateWasm } from '../optimizer/memory.ts'
import type { Runtime } from '../program/runtime.ts'
import { eagerExecutor } from '../tfjs/tfjs-runtime.ts'
import { loadTensorFlow, tensorFlowBackend } from './load.ts'
import type { TensorFlowSettings } from './settings.ts'

/**
 * Runs programs on TensorFlow, operation by operation.
 *
 * @throws ENGINE_PACKAGE_MISSING, ENGINE_TENSORFLOW_NOT_BUILT, ENGINE_PACKAGE_BROKEN, ENGINE_TENSORFLOW_SETTINGS,
 *   ENGINE_DEVICE_MISSING
 */
export async function createTensorFlow(settings: TensorFlowSettings, reason: string): Promise<Runtime> {
  const { tf, version, device, threads } = await loadTensorFlow(settings)
  return {
    info: { name: 'tensorflow', device, version, threads, reason },
    allocate: allocateWasm,
    executor: (program) => eagerExecutor(tf, tensorFlowBackend, program),
  }
}
