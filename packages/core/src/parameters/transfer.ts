import { type OptionsOf, type Schema, texts } from '@romae/internal/options'
import { readOptions } from '../check-options.ts'
import type { PredictionConfig } from '../config/types.ts'
import { errors } from '../errors.ts'
import { initializeParameters } from './initialize.ts'
import { channelTable, type Parameters, parameterSpecs, sizeOf } from './specs.ts'

const schema = {
  projection: { kind: 'choice', of: ['carry', 'reinitialize'], default: 'carry' },
  channels: {
    ...texts,
    help: 'the names of the pre-trained model’s channels, by which their embeddings are found again; its own order by default',
  },
} as const satisfies Schema

/**
 * Starts a prediction model from a pre-trained masked autoencoder: every encoder weight, [CLS] and the patch projection
 * are carried over; the head is new.
 *
 * @param options.projection `carry` (default), or `reinitialize`: the reference leaves the projection behind, and so
 *   starts fine-tuning from token embeddings that the encoder has never seen (docs/differences.md)
 * Channels that both have keep their embeddings, matched by name; what is new begins anew.
 *
 * @throws RomaeError `PARAMETER_*` when the encoders are not the same: other depth, widths, or [CLS]
 */
export function transferParameters(
  config: PredictionConfig,
  pretrained: Parameters,
  seed: number,
  options: OptionsOf<typeof schema> = {},
): Parameters {
  const { projection, channels } = readOptions('transferParameters', schema, options)
  const isCarried = (name: string) =>
    name.startsWith('encoder.') ||
    name === 'cls' ||
    name === channelTable.encoder ||
    (projection === 'carry' && name.startsWith('projection.'))
  const specs = parameterSpecs(config)
  const known = new Set(specs.map(({ name }) => name))
  const leftBehind = Object.keys(pretrained).filter((name) => isCarried(name) && !known.has(name))
  if (leftBehind.length > 0) throw errors.PARAMETER_UNUSED({ names: leftBehind })
  const fresh = initializeParameters(config, seed)
  return Object.fromEntries(
    specs.map(({ name, shape }) => {
      if (!isCarried(name)) return [name, fresh[name]!]
      const source = pretrained[name]
      if (name === channelTable.encoder) {
        const names = config.channelEmbedding!.names
        return [name, carriedChannels(fresh[name]!, names, source ?? new Float32Array(), channels ?? names)]
      }
      if (source === undefined) throw errors.PARAMETER_MISSING({ names: [name], extra: [] })
      if (source.length !== sizeOf(shape)) {
        throw errors.PARAMETER_SHAPE({ name, expected: shape, got: `${source.length} values` })
      }
      return [name, source.slice()]
    }),
  )
}

/** `[channels, dModel]`: the new table, with the rows of channels that the pre-trained one has too. */
function carriedChannels(
  fresh: Float32Array,
  names: readonly string[],
  source: Float32Array,
  known: readonly string[],
): Float32Array {
  const width = fresh.length / names.length
  const rows = source.length / width
  if (rows !== 0 && rows !== known.length) {
    const [expected, got] = [[known.length, width], `${source.length} values`]
    throw errors.PARAMETER_SHAPE({ name: channelTable.encoder, expected, got })
  }
  const table = fresh.slice()
  names.forEach((name, channel) => {
    const row = known.indexOf(name)
    if (row !== -1 && rows !== 0) table.set(source.subarray(row * width, (row + 1) * width), channel * width)
  })
  return table
}
