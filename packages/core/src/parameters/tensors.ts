import * as tf from '@tensorflow/tfjs-core'
import type { RomaeConfig } from '../config/types.ts'
import { checkParameters, type TensorMap } from './pack.ts'
import { type Parameters, parameterSpecs } from './specs.ts'

/**
 * Parameters as tfjs tensors, for eager use; the caller disposes of them.
 *
 * @throws RomaeError `PARAMETER_*`
 */
export function parameterTensors(config: RomaeConfig, parameters: Parameters): TensorMap {
  checkParameters(config, parameters)
  return Object.fromEntries(
    parameterSpecs(config).map(({ name, shape }) => [name, tf.tensor(parameters[name]!, [...shape])]),
  )
}
