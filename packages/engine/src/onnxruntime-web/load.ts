import { loadPackage } from '../load-package.ts'

/** The module `onnxruntime-web`. */
export type OnnxRuntimeWeb = typeof import('onnxruntime-web')

/**
 * Loads the optional package `onnxruntime-web`. package.json says which entry: in browsers the one without WebGPU, whose
 * WebAssembly file is half as large; in Node the one made for it, because the other has no threads there.
 *
 * @throws ENGINE_PACKAGE_MISSING, ENGINE_PACKAGE_BROKEN
 */
export async function loadOnnxRuntimeWeb(): Promise<OnnxRuntimeWeb> {
  return loadPackage('onnxruntime-web', 'npm install onnxruntime-web', () => import('#onnxruntime-web'))
}
