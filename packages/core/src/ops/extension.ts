import {
  engine,
  getBackend,
  getKernel,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
} from '@tensorflow/tfjs-core'

/**
 * Runs a fused kernel if the current tfjs backend has one of this name, and says null otherwise.
 *
 * This is how core meets the compiler without knowing it: the recording backend registers `RmsNorm`, `Silu` and
 * `RotaryEmbedding` (docs/architecture.md); ordinary backends have none of them and run the plain form.
 */
export function runExtension(kernel: string, inputs: NamedTensorMap, attributes: NamedAttrMap = {}): Tensor[] | null {
  if (getKernel(kernel, getBackend()) === undefined) return null
  const outputs: Tensor | Tensor[] = engine().runKernel(kernel, inputs, attributes)
  return Array.isArray(outputs) ? outputs : [outputs]
}
