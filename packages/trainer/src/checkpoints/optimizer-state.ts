import { packParameters, parameterSpecs, type RomaeConfig, unpackParameters } from '@romae/core'
import type { Optimizer } from '@romae/engine'
import { parseSafetensors, serializeSafetensors } from '@romae/safetensors'

/** What an optimizer keeps for each parameter, in the engine's order, by PyTorch's names. */
function momentNames(optimizer: Optimizer): readonly string[] {
  if (optimizer.kind === 'adamw') return ['exp_avg', 'exp_avg_sq']
  return optimizer.momentum === 0 ? [] : ['momentum_buffer']
}

/** `optimizer.safetensors`: the moments of each parameter under `<moment>.<parameter>`, in the parameter's shape. */
export function serializeMoments(
  config: RomaeConfig,
  optimizer: Optimizer,
  moments: readonly Float32Array[],
): Uint8Array {
  const specs = parameterSpecs(config)
  const tensors = momentNames(optimizer).flatMap((moment, index) => {
    const parts = unpackParameters(config, moments[index]!)
    return specs.map(({ name, shape }) => [`${moment}.${name}`, { data: parts[name]!, shape }] as const)
  })
  return serializeSafetensors(Object.fromEntries(tensors))
}

/**
 * The inverse: vectors in the packed layout.
 *
 * @throws RomaeError `SAFETENSORS_*`, `PARAMETER_*`
 */
export function parseMoments(config: RomaeConfig, optimizer: Optimizer, bytes: Uint8Array): Float32Array[] {
  const file = parseSafetensors(bytes)
  const specs = parameterSpecs(config)
  return momentNames(optimizer).map((moment) => {
    const parts = specs.map(({ name }) => [name, file.tensor(`${moment}.${name}`).toFloat32()] as const)
    return packParameters(config, Object.fromEntries(parts))
  })
}
