import { loadPackage } from '../load-package.ts'

/** The module `onnxruntime-node`. */
export type OnnxRuntime = typeof import('onnxruntime-node')

/**
 * Loads the optional package `onnxruntime-node`.
 *
 * @throws ENGINE_PACKAGE_MISSING, ENGINE_PACKAGE_BROKEN
 */
export async function loadOnnxRuntime(
  load: () => Promise<OnnxRuntime> = () => import('onnxruntime-node'),
): Promise<OnnxRuntime> {
  return loadPackage('onnxruntime-node', 'npm install onnxruntime-node --ignore-scripts', load)
}
