import { packageError, passOn } from '../package-error.ts'

/** The module `onnxruntime-web`. */
export type OnnxRuntimeWeb = typeof import('onnxruntime-web')

/**
 * Loads the optional package `onnxruntime-web`. package.json says which entry: in browsers the one without WebGPU, whose
 * WebAssembly file is half as large, unless WebGPU is wanted; in Node the one made for it, because the others have no
 * threads there.
 *
 * @throws RomaeError `ENGINE_PACKAGE_MISSING`, `ENGINE_PACKAGE_BROKEN`
 */
export async function loadOnnxRuntimeWeb(entry: 'wasm' | 'webgpu'): Promise<OnnxRuntimeWeb> {
  try {
    return await (entry === 'wasm'
      ? import('#onnxruntime-web').catch(passOn)
      : import('#onnxruntime-web-gpu').catch(passOn))
  } catch (cause) {
    throw packageError('onnxruntime-web', 'npm install onnxruntime-web', cause)
  }
}
