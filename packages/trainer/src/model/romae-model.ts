import type { Parameters, PredictionConfig, PretrainingConfig, RomaeConfig } from '@romae/core'
import type { SetTokens, Tokens } from '@romae/tokenizer'
import type { SampleTokens } from '../data/sample-tokens.ts'
import { errors } from '../errors.ts'
import type { TokenizerRecord } from './tokenizer-record.ts'

/** A trained model: plain data. `saveModel` writes it, `loadModel` reads it. */
export interface RomaeModel<Config extends RomaeConfig = RomaeConfig> {
  readonly config: Config
  /** By the names and in the shapes of the reference's checkpoints. */
  readonly parameters: Parameters
  /** What the tokenizer's `toJSON` gave, statistics included; null for a tokenizer without. */
  readonly tokenizer: unknown
  /** Which tokenizer that was; absent where it is not known, as in models that were saved before it was kept. */
  readonly tokenizerRecord?: TokenizerRecord
  /** Class names in the order of the outputs; null for anything but a classifier. */
  readonly classes: readonly string[] | null
  /** Whether a sample may have several of the classes, or none: each output is then a class's own logit. Absent: it has one. */
  readonly multiLabel?: boolean
}

export type PretrainedModel = RomaeModel<PretrainingConfig>
export type PredictionModel = RomaeModel<PredictionConfig>

/**
 * Models also come from plain JavaScript: what is none has no configuration.
 *
 * @throws RomaeError `TRAINER_OPTION`
 */
export function requireModel(model: RomaeModel, expected = 'a model'): RomaeModel {
  const task = (model as Partial<RomaeModel> | null)?.config?.task
  if (task === undefined) throw errors.TRAINER_OPTION({ key: 'model', got: model, expected })
  return model
}

/** @throws RomaeError `TRAINER_TASK`, `TRAINER_OPTION` */
export function requireTask<Task extends RomaeConfig['task']>(
  model: RomaeModel,
  task: Task,
): RomaeModel<Extract<RomaeConfig, { task: Task }>> {
  const got = requireModel(model, `a ${task} model`).config.task
  if (got !== task) throw errors.TRAINER_TASK({ expected: task, got })
  return model as RomaeModel<Extract<RomaeConfig, { task: Task }>>
}

/** Checks that tokens are of the size and axes that the model reads. @throws RomaeError `TRAINER_MODEL_MISMATCH` */
export function checkTokensFit(config: RomaeConfig, tokens: readonly Tokens[]): void {
  for (const { values, positions, length } of tokens) {
    const tokenSize = values.length / length
    const axes = positions.length / length
    if (tokenSize !== config.tokenSize) {
      throw errors.TRAINER_MODEL_MISMATCH({ what: 'a token size of', model: config.tokenSize, data: tokenSize })
    }
    if (axes !== config.axes) {
      throw errors.TRAINER_MODEL_MISMATCH({ what: 'a number of position axes of', model: config.axes, data: axes })
    }
    const wrong = wrongChannel(config, positions)
    if (wrong !== undefined) {
      const what = 'channels told by indices below'
      throw errors.TRAINER_MODEL_MISMATCH({ what, model: config.channelEmbedding!.names.length, data: wrong })
    }
  }
}

/** Checks that tokens are of the sizes and axes that the model reads. @throws RomaeError `TRAINER_MODEL_MISMATCH` */
export function checkAnyFit(config: RomaeConfig, samples: readonly SampleTokens[]): void {
  const ofSeveral = samples.filter((tokens) => 'parts' in tokens)
  if (config.modalities !== undefined || ofSeveral.length > 0) checkSetTokensFit(config, ofSeveral)
  else checkTokensFit(config, samples as readonly Tokens[])
}

/** @throws RomaeError `TRAINER_OF_SEVERAL` for a model of several modalities */
export function requireOneModality(where: string, { modalities }: RomaeConfig, instead: string): void {
  if (modalities === undefined) return
  throw errors.TRAINER_OF_SEVERAL({ where, instead, names: modalities.map(({ name }) => name) })
}

/** @throws RomaeError `TRAINER_OF_ONE` for a model of one modality */
export function requireModalities(where: string, { modalities }: RomaeConfig, instead: string): void {
  if (modalities === undefined) throw errors.TRAINER_OF_ONE({ where, instead })
}

/**
 * Checks that tokens of several modalities are of the sizes and axes that the model reads.
 *
 * @throws RomaeError `TRAINER_MODEL_MISMATCH`
 */
export function checkSetTokensFit({ modalities = [] }: RomaeConfig, samples: readonly SetTokens[]): void {
  for (const { parts } of samples) {
    if (parts.length !== modalities.length) {
      const what = 'a number of modalities of'
      throw errors.TRAINER_MODEL_MISMATCH({ what, model: modalities.length, data: parts.length })
    }
    for (const [index, part] of parts.entries()) {
      if (part === null) continue
      const { name, tokenSize, axes } = modalities[index]!
      const sizes = [
        [`a token size, of ${name}, of`, tokenSize, part.values.length / part.length],
        [`a number of position axes, of ${name}, of`, axes.length, part.positions.length / part.length],
      ] as const
      for (const [what, model, data] of sizes) {
        if (model !== data) throw errors.TRAINER_MODEL_MISMATCH({ what, model, data })
      }
    }
  }
}

/** A position that is no index of the model's channels, where it has an embedding for each. */
function wrongChannel({ axes, channelEmbedding }: RomaeConfig, positions: Float32Array): number | undefined {
  if (channelEmbedding === undefined) return undefined
  const { axis, names } = channelEmbedding
  return positions.find((at, index) => index % axes === axis && !(Number.isInteger(at) && at >= 0 && at < names.length))
}

/**
 * Sizes that come from the data may be given again, as a resolved configuration has them, but not otherwise.
 *
 * @throws RomaeError `TRAINER_OPTION`
 */
export function checkDerived(model: object | undefined, sizes: Readonly<Record<string, number>>): void {
  for (const [key, expected] of Object.entries(sizes)) {
    const got = (model as Readonly<Record<string, unknown>> | undefined)?.[key] ?? expected
    if (got !== expected) {
      throw errors.TRAINER_OPTION({
        key: `model.${key}`,
        got,
        expected: `left out, or ${expected}: the data decide it`,
      })
    }
  }
}
