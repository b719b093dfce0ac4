import type { Runtime } from '../program/runtime.ts'
import { loadOnnxRuntime } from './load.ts'
import { type CheckedOptions, onnxRuntimeNodeRuntime } from './onnxruntime-node-runtime.ts'

/**
 * What `#onnxruntime-node` is in Node.
 *
 * @throws RomaeError `ENGINE_PACKAGE_MISSING`, `ENGINE_PACKAGE_BROKEN`, `ENGINE_PACKAGE_OLD`
 */
export async function createOnnxRuntimeNode(options: CheckedOptions, reason: string): Promise<Runtime> {
  const { onnxRuntime, origin } = await loadOnnxRuntime()
  return onnxRuntimeNodeRuntime(onnxRuntime, options, `${reason}; its code is that of ${origin}`)
}
