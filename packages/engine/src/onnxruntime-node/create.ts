import type { Runtime } from '../program/runtime.ts'
import { loadOnnxRuntime } from './load.ts'
import { type CheckedOptions, onnxRuntimeNodeRuntime } from './onnxruntime-node-runtime.ts'

/**
 * What `#onnxruntime-node` is in Node.
 *
 * @throws RomaeError `ENGINE_PACKAGE_MISSING`, `ENGINE_PACKAGE_BROKEN`
 */
export async function createOnnxRuntimeNode(options: CheckedOptions, reason: string): Promise<Runtime> {
  return onnxRuntimeNodeRuntime(await loadOnnxRuntime(), options, reason)
}
