import { type OptionsOf, type Schema, text } from '@romae/internal/options'
import { readOptions } from '../check-options.ts'
import { requireKnown, requireModalities } from '../config/modalities.ts'
import type { PretrainingConfig } from '../config/types.ts'
import { errors } from '../errors.ts'
import { initializeParameters } from './initialize.ts'
import { type Parameters, parameterSpecs, sizeOf } from './specs.ts'

const schema = {
  encoder: {
    ...text,
    help: 'the modality whose model gives encoder, decoder and [CLS]; default: the first that is given',
  },
} as const satisfies Schema

/** A pre-trained masked autoencoder: of one modality, or one of several that has the modality too. */
export interface ModalitySource {
  readonly config: PretrainingConfig
  readonly parameters: Parameters
}

/** What each modality has of its own: the names without the modality’s, and what may follow. */
const ownParameter = /^(projection|mask_token|head\.head\.2)\.(\w+)(\.\w+)?$/

/**
 * Starts a masked autoencoder of several modalities from models that have some of them: the projection, the mask token and the head of
 * each from its own, encoder, decoder and [CLS] from one. A modality that none has begins anew: so one is added to a model of several,
 * or left out.
 *
 * Where the number of axes is another one, positions rotate other numbers of a head than they did, which is to be learned again.
 *
 * @param sources by the names of the modalities
 * @throws RomaeError `MODALITIES_MISSING`, `MODALITY_UNKNOWN`, `PARAMETER_*` where the stacks are not of the same sizes
 */
export function transferModalities(
  config: PretrainingConfig,
  sources: Readonly<Record<string, ModalitySource>>,
  seed: number,
  options: OptionsOf<typeof schema> = {},
): Parameters {
  const modalities = requireModalities('pretrainingForward', config)
  const given = Object.keys(sources)
  const { encoder = given[0] } = readOptions('transferModalities', schema, options)
  requireKnown(modalities, [...given, ...(encoder === undefined ? [] : [encoder])])
  const fresh = initializeParameters(config, seed)
  return Object.fromEntries(
    parameterSpecs(config).map(({ name, shape }) => {
      const [, list, modality, rest = ''] = ownParameter.exec(name) ?? []
      const source = sources[modality ?? encoder ?? '']
      if (source === undefined) return [name, fresh[name]!]
      const isNamed = source.config.modalities?.some((one) => one.name === modality) === true
      const before = modality === undefined || isNamed ? name : `${list}${rest}`
      const values = source.parameters[before]
      if (values === undefined) throw errors.PARAMETER_MISSING({ names: [before], extra: [] })
      if (values.length !== sizeOf(shape)) {
        throw errors.PARAMETER_SHAPE({ name: before, expected: shape, got: `${values.length} values` })
      }
      return [name, values.slice()]
    }),
  )
}
