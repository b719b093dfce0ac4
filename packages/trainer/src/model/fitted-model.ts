import { type ChannelEmbedding, fittedBases, type PretrainingOptions, type RomaeConfig } from '@romae/core'
import type { OptionsOf, Schema } from '@romae/internal/options'
import type { SetTokens, Tokenizer, TokenizerSet, Tokens } from '@romae/tokenizer'
import { readOptions } from '../check-options.ts'
import { farthestOn } from '../data/farthest-on.ts'
import { tokensOfModality } from '../data/sample-tokens.ts'
import { errors } from '../errors.ts'

/** What of a model is worked out from the data, as plain data: kind, default and help of each. */
export const fittedModelOptions = {
  channels: {
    kind: 'choice',
    of: ['position', 'embedding', 'both'],
    default: 'position',
    help:
      'how a model tells channels apart, where the tokenizer names them: by their `position` on the axis of channels, as the ' +
      'reference does; by a learned `embedding` each, and the axis does not rotate; or by `both`',
  },
  rotations: {
    kind: 'choice',
    of: ['reference', 'fitted'],
    default: 'reference',
    help:
      'how fast positions rotate: `reference` has timescales up to 10,000; `fitted` has the slowest turn by two radians over ' +
      'what a sample spans, axis by axis (`ropeBase`)',
  },
} as const satisfies Schema

/** Options of a model, some of which are worked out from the data. */
export type FittedModelOptions = OptionsOf<typeof fittedModelOptions>

/** What a tokenizer says of its channels. */
type NamedChannels = Pick<Tokenizer<unknown>, 'name' | 'axes' | 'channels'>

/** What core is to be told of the channels, and what is still to be worked out. */
export function readFittedModel<Model extends FittedModelOptions>(
  of: string,
  { channels, rotations, ...model }: Model,
  tokenizer: NamedChannels,
): {
  readonly model: Omit<Model, keyof FittedModelOptions> & Pick<PretrainingOptions, 'channelEmbedding'>
  readonly isFitted: boolean
} {
  const read = readOptions(of, fittedModelOptions, {
    ...(channels !== undefined && { channels }),
    ...(rotations !== undefined && { rotations }),
  })
  const isFitted = read.rotations === 'fitted'
  if (isFitted && (model as Pick<PretrainingOptions, 'ropeBase'>).ropeBase !== undefined) {
    throw errors.TRAINER_OPTION({ of, key: 'ropeBase', rule: 'cannot be given beside rotations: "fitted"' })
  }
  if (read.channels === 'position') return { model, isFitted }
  if (tokenizer.channels?.axis === undefined) {
    const rule = `cannot be "${read.channels}": the tokenizer ${tokenizer.name} names no axis of channels`
    throw errors.TRAINER_OPTION({ of, key: 'channels', rule })
  }
  const channelEmbedding = embeddingOf(tokenizer, read.channels === 'both')
  return { model: { ...model, channelEmbedding }, isFitted }
}

/** The embedding of a tokenizer's channels, which have an axis. */
export function embeddingOf({ axes, channels }: NamedChannels, rotary: boolean): ChannelEmbedding {
  return { axis: axes.indexOf(channels!.axis!), names: [...channels!.names], rotary }
}

/** The farthest that two positions of one of some samples are apart, axis by axis. */
export function spansOf(some: readonly Tokens[], axes: number): number[] {
  return Array.from({ length: axes }, (_, axis) => farthestOn(some, axis, axes))
}

/** The same of several modalities: of an axis that several have, the farthest of any. */
export function setSpans(some: readonly SetTokens[], { axes, modalities }: TokenizerSet<unknown>): number[] {
  const ofModalities = modalities.map((modality, index) => {
    const spans = spansOf(tokensOfModality(some, index), modality.axes.length)
    return axes.map((_, axis) => spans[modality.axes.indexOf(axis)] ?? 0)
  })
  return axes.map((_, axis) => Math.max(...ofModalities.map((spans) => spans[axis]!)))
}

/**
 * The configuration with rotations that fit the samples.
 *
 * @param spans of the samples, axis by axis
 */
export function withFittedRotations<Config extends RomaeConfig>(config: Config, spans: readonly number[]): Config {
  if (config.positionEncoding !== 'rope') return config
  const ropeBase = fittedBases(config, spans)
  return { ...config, ropeBase }
}
