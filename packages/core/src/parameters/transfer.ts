import type { OptionsOf, Schema } from '@romae/internal/options'
import { readOptions } from '../check-options.ts'
import type { PredictionConfig } from '../config/types.ts'
import { errors } from '../errors.ts'
import { initializeParameters } from './initialize.ts'
import { type Parameters, parameterSpecs, sizeOf } from './specs.ts'

const schema = {
  projection: { kind: 'choice', of: ['carry', 'reinitialize'], default: 'carry' },
} as const satisfies Schema

/**
 * Starts a prediction model from a pre-trained masked autoencoder: every encoder weight, [CLS] and the patch projection
 * are carried over; the head is new.
 *
 * @param options.projection `carry` (default), or `reinitialize`: the reference leaves the projection behind, and so
 *   starts fine-tuning from token embeddings that the encoder has never seen (docs/differences.md)
 * @throws RomaeError `PARAMETER_*` when the encoders are not the same: other depth, widths, or [CLS]
 */
export function transferParameters(
  config: PredictionConfig,
  pretrained: Parameters,
  seed: number,
  options: OptionsOf<typeof schema> = {},
): Parameters {
  const { projection } = readOptions('transferParameters', schema, options)
  const isCarried = (name: string) =>
    name.startsWith('encoder.') || name === 'cls' || (projection === 'carry' && name.startsWith('projection.'))
  const specs = parameterSpecs(config)
  const known = new Set(specs.map(({ name }) => name))
  const leftBehind = Object.keys(pretrained).filter((name) => isCarried(name) && !known.has(name))
  if (leftBehind.length > 0) throw errors.PARAMETER_UNUSED({ names: leftBehind })
  const fresh = initializeParameters(config, seed)
  return Object.fromEntries(
    specs.map(({ name, shape }) => {
      if (!isCarried(name)) return [name, fresh[name]!]
      const source = pretrained[name]
      if (source === undefined) throw errors.PARAMETER_MISSING({ names: [name], extra: [] })
      if (source.length !== sizeOf(shape)) {
        throw errors.PARAMETER_SHAPE({ name, expected: shape, got: `${source.length} values` })
      }
      return [name, source.slice()]
    }),
  )
}
