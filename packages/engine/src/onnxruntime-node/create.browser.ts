import { errors } from '../errors.ts'

/**
 * What `#onnxruntime-node` is in a bundle for browsers.
 *
 * @throws RomaeError `ENGINE_NEEDS_NODE`
 */
export async function createOnnxRuntimeNode(): Promise<never> {
  throw errors.ENGINE_NEEDS_NODE({ engine: 'onnxruntime-node', instead: 'onnxruntime-web' })
}
