import { errors } from '../errors.ts'

/**
 * What `#tensorflow` is in a bundle for browsers.
 *
 * @throws RomaeError `ENGINE_NEEDS_NODE`
 */
export async function createTensorFlow(): Promise<never> {
  throw errors.ENGINE_NEEDS_NODE({ engine: 'tensorflow', instead: 'onnxruntime-web' })
}

/** Never, where there is no TensorFlow. */
export async function isFasterHere(): Promise<null> {
  return null
}
