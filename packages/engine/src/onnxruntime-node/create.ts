import type { Runtime } from '../program/runtime.ts'
import { loadOnnxRuntime } from './load.ts'
import { type OnnxRuntimeNodeOptions, onnxRuntimeNodeRuntime } from './onnxruntime-node-runtime.ts'

/**
 * What `#onnxruntime-node` is in Node.
 *
 * @throws ENGINE_PACKAGE_MISSING, ENGINE_PACKAGE_BROKEN
 */
export async function createOnnxRuntimeNode(options: OnnxRuntimeNodeOptions, reason: string): Promise<Runtime> {
  return onnxRuntimeNodeRuntime(await loadOnnxRuntime(), options, reason)
}
