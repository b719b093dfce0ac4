import { packParameters, parameterSpecs, type RomaeConfig, unpackParameters } from '@romae/core'
import type { Optimizer } from '@romae/engine'
import { listed } from '@romae/internal/errors'
import { parseSafetensors, safetensorsPieces } from '@romae/safetensors'

/** What training keeps beside the parameters that are evaluated. All are in the packed layout. */
export interface OptimizerVectors {
  readonly moments: readonly Float32Array[]
  /** The parameters that are trained, where those that are evaluated are their average; else null. */
  readonly trained: Float32Array | null
}

/** The name of the parameters that are trained, where the model's are their average. */
const trainedName = 'trained'

/** What an optimizer keeps for each parameter, in the engine's order, by PyTorch's names. */
function momentNames(optimizer: Optimizer): readonly string[] {
  if (optimizer.kind === 'adamw') return ['exp_avg', 'exp_avg_sq']
  return optimizer.momentum === 0 ? [] : ['momentum_buffer']
}

/** `optimizer.safetensors`: the vectors by parameter, `<vector>.<parameter>`, in the parameter's shape. */
export function serializeVectors(
  config: RomaeConfig,
  optimizer: Optimizer,
  { moments, trained }: OptimizerVectors,
): readonly Uint8Array[] {
  const specs = parameterSpecs(config)
  const vectors = momentNames(optimizer).map((name, index) => [name, moments[index]!] as const)
  const all = trained === null ? vectors : [...vectors, [trainedName, trained] as const]
  const tensors = all.flatMap(([vector, values]) => {
    const parts = unpackParameters(config, values)
    return specs.map(({ name, shape }) => [`${vector}.${name}`, { data: parts[name]!, shape }] as const)
  })
  return safetensorsPieces(Object.fromEntries(tensors))
}

/**
 * The inverse.
 *
 * @param averaged whether the model's parameters are an average
 * @throws RomaeError `SAFETENSORS_*`, `PARAMETER_*`; Error where there are tensors that this run would not have saved
 */
export function parseVectors(
  config: RomaeConfig,
  optimizer: Optimizer,
  averaged: boolean,
  bytes: Uint8Array,
): OptimizerVectors {
  const file = parseSafetensors(bytes)
  const specs = parameterSpecs(config)
  const unread = new Set(file.tensors.keys())
  const vector = (prefix: string) => {
    const parts = specs.map(({ name, shape }) => {
      const tensor = file.tensor(`${prefix}.${name}`)
      if (tensor.shape.join() !== shape.join()) {
        throw new Error(`${prefix}.${name} must have shape [${shape.join(', ')}]; got [${tensor.shape.join(', ')}]`)
      }
      unread.delete(tensor.name)
      return [name, tensor.toFloat32()] as const
    })
    return packParameters(config, Object.fromEntries(parts))
  }
  const vectors = { moments: momentNames(optimizer).map(vector), trained: averaged ? vector(trainedName) : null }
  if (unread.size > 0) throw new Error(`this run keeps no ${listed([...unread].slice(0, 5))}`)
  return vectors
}
