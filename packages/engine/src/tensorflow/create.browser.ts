import { errors } from '../errors.ts'

/**
 * What `#tensorflow` is in a bundle for browsers.
 *
 * @throws RomaeError `ENGINE_NEEDS_NODE`
 */
export async function createTensorFlow(): Promise<never> {
  throw errors.ENGINE_NEEDS_NODE({ engine: 'tensorflow', instead: 'onnxruntime-web' })
}
