import type { RomaeConfig } from '../config/types.ts'
import { packTensors, type TensorMap } from '../parameters/pack.ts'

/**
 * Parameters as tensors: either named and shaped as in a checkpoint (`parameterSpecs`), or packed (`packedEntries`), as
 * a compiled step holds them. The model's functions take both.
 */
export function asPacked(config: RomaeConfig, parameters: TensorMap): TensorMap {
  return 'encoder.layers.0.attention.wqkv.weight' in parameters ? parameters : packTensors(config, parameters)
}
