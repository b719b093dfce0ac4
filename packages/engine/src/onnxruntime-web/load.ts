import { loadPackage } from '../load-package.ts'

/** The module `onnxruntime-web/wasm`. */
export type OnnxRuntimeWeb = typeof import('onnxruntime-web/wasm')

/**
 * Loads the optional package `onnxruntime-web`: its entry without WebGPU, whose WebAssembly file is half as large.
 *
 * @throws ENGINE_PACKAGE_MISSING, ENGINE_PACKAGE_BROKEN
 */
export async function loadOnnxRuntimeWeb(): Promise<OnnxRuntimeWeb> {
  return loadPackage('onnxruntime-web', 'npm install onnxruntime-web', () => import('onnxruntime-web/wasm'))
}
