import { errors } from '../errors.ts'

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
  const name = 'onnxruntime-node'
  try {
    return await load()
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') {
      throw errors.ENGINE_PACKAGE_MISSING({ name, install: `npm install ${name} --ignore-scripts` }, cause)
    }
    throw errors.ENGINE_PACKAGE_BROKEN({ name, reason: message }, cause)
  }
}
