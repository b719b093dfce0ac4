import type { PredictionConfig } from '../config/types.ts'
import { errors } from '../errors.ts'
import { initializeParameters } from './initialize.ts'
import { type Parameters, parameterSpecs, sizeOf } from './specs.ts'

/**
 * Starts a prediction model from a pre-trained masked autoencoder: every encoder weight, [CLS] and the patch projection
 * are carried over; the head is new.
 *
 * @param options.projection `carry` (default), or `reinitialize`: the reference leaves the projection behind, and so
 *   starts fine-tuning from token embeddings that the encoder has never seen (docs/differences.md)
 */
export function transferParameters(
  config: PredictionConfig,
  pretrained: Parameters,
  seed: number,
  options: { projection?: 'carry' | 'reinitialize' } = {},
): Parameters {
  const carryProjection = options.projection !== 'reinitialize'
  const fresh = initializeParameters(config, seed)
  return Object.fromEntries(
    parameterSpecs(config).map(({ name, shape }) => {
      const carried =
        name.startsWith('encoder.') || name === 'cls' || (carryProjection && name.startsWith('projection.'))
      if (!carried) return [name, fresh[name]!]
      const source = pretrained[name]
      if (source === undefined) throw errors.PARAMETER_MISSING({ names: [name], extra: [] })
      if (source.length !== sizeOf(shape)) {
        throw errors.PARAMETER_SHAPE({ name, expected: shape, got: `${source.length} values` })
      }
      return [name, source.slice()]
    }),
  )
}
