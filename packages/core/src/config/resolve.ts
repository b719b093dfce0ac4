import type { OptionsOf, ResolvedOf, Schema } from '@romae/internal/options'
import { readOptions } from '../check-options.ts'
import { errors } from '../errors.ts'
import { resolveLikelihood } from '../likelihoods/likelihood.ts'
import { checkChannelEmbedding } from './channel-embedding.ts'
import { resolveEncoder, stackOption } from './encoder.ts'
import { checkModalities } from './modalities.ts'
import { rotaryAxes } from './rotation.ts'
import { backboneOptions, outputSize, predictionOptions, pretrainingOptions, sizesSchema } from './schema.ts'
import { segmentsOf } from './segments.ts'
import type { BackboneConfig, PredictionConfig, PretrainingConfig, RomaeConfig } from './types.ts'

const backboneSchema = {
  ...sizesSchema,
  encoder: { ...stackOption, required: true },
  ...backboneOptions,
} as const satisfies Schema

// A finished configuration may be given as options again, but not to the function of the other task.
const pretrainingSchema = {
  task: { kind: 'choice', of: ['pretraining'], default: 'pretraining' },
  ...backboneSchema,
  decoder: { ...stackOption, default: 'tiny-shallow', help: '`tiny-shallow` by default, as the paper says' },
  ...pretrainingOptions,
} as const satisfies Schema

const predictionSchema = {
  task: { kind: 'choice', of: ['prediction'], default: 'prediction' },
  ...backboneSchema,
  outputSize,
  ...predictionOptions,
} as const satisfies Schema

/** What a backbone needs to be told; the rest has defaults. */
export interface BackboneOptions extends OptionsOf<typeof backboneSchema> {
  /** Only for giving a finished configuration again. */
  readonly task?: RomaeConfig['task']
}

export interface PretrainingOptions
  extends BackboneOptions,
    OptionsOf<Pick<typeof pretrainingSchema, 'decoder'>>,
    OptionsOf<typeof pretrainingOptions> {}

export interface PredictionOptions extends BackboneOptions, OptionsOf<typeof predictionOptions> {
  readonly outputSize: number
}

/**
 * Fills in and checks the configuration of a masked autoencoder.
 *
 * @throws RomaeError `CONFIG_*` naming the option, what it was and what would fit
 */
export function pretrainingConfig(options: PretrainingOptions): PretrainingConfig {
  const where = 'pretrainingConfig'
  const { task, decoder, normalizeTargets, residualTargets, lossAverage, likelihood, ...rest } = readOptions(
    where,
    pretrainingSchema,
    options,
  )
  const backbone = resolveBackbone(where, rest)
  const config: PretrainingConfig = {
    task,
    ...backbone,
    decoder: resolveEncoder('decoder', decoder, rotaryAxes(backbone)),
    normalizeTargets,
    ...(residualTargets === true && { residualTargets }),
    lossAverage,
    ...(likelihood !== undefined && { likelihood: resolveLikelihood(where, likelihood) }),
  }
  if (config.normalizeTargets && config.residualTargets) {
    const reason = 'residualTargets leaves of a token what its mean and variance do not tell'
    throw errors.CONFIG_CONFLICT({ where, reason, fix: 'set normalizeTargets: false, or train without an estimate' })
  }
  if (config.normalizeTargets && segmentsOf(config).some(({ outputs }) => outputs !== null)) {
    const reason = 'normalizeTargets changes the values of tokens of which outputs say what they are'
    throw errors.CONFIG_CONFLICT({ where, reason, fix: 'set normalizeTargets: false, or leave outputs out' })
  }
  if (config.normalizeTargets && segmentsOf(config).some(({ tokenSize }) => tokenSize === 1)) {
    throw errors.CONFIG_CONFLICT(oneValueTokens(where))
  }
  if (config.modalities !== undefined && config.lossAverage === 'reference') {
    const reason = 'the reference has one modality, and so has the average of its loss'
    throw errors.CONFIG_CONFLICT({ where, reason, fix: 'set lossAverage: "masked"' })
  }
  return config
}

/**
 * Fills in and checks the configuration of an encoder with a head.
 *
 * @throws RomaeError `CONFIG_*` naming the option, what it was and what would fit
 */
export function predictionConfig(options: PredictionOptions): PredictionConfig {
  const where = 'predictionConfig'
  const { task, outputSize, pooling, ...rest } = readOptions(where, predictionSchema, options)
  const backbone = resolveBackbone(where, rest)
  const config: PredictionConfig = {
    task,
    ...backbone,
    outputSize,
    pooling: pooling ?? (backbone.cls ? 'cls' : 'mean'),
  }
  if (config.pooling === 'cls' && !config.cls) {
    throw errors.CONFIG_CONFLICT({
      where,
      reason: 'pooling "cls" reads the [CLS] token, and cls is false',
      fix: 'set cls: true or pooling: "mean"',
    })
  }
  if (config.pooling === 'token' && config.modalities !== undefined) {
    const reason = 'pooling "token" has an output for each token of one modality, and there are several modalities'
    throw errors.CONFIG_CONFLICT({ where, reason, fix: 'set pooling: "cls" or "mean"' })
  }
  return config
}

/** The fields of the error that a token of one value makes: it has no variance of its own. */
export function oneValueTokens(where: string): { where: string; reason: string; fix: string } {
  return {
    where,
    reason: 'normalizeTargets standardises the values within one token, and tokenSize is 1 (its variance is 0 / 0)',
    fix: 'set normalizeTargets: false or use larger tokens',
  }
}

function resolveBackbone(where: string, read: ResolvedOf<typeof backboneSchema>): BackboneConfig {
  const { tokenSize, tubelet } = read
  const patchSize = tubelet.reduce((product, patch) => product * patch, 1)
  if (tokenSize % patchSize !== 0) {
    throw errors.CONFIG_CONFLICT({
      where,
      reason: `tokenSize ${tokenSize} is not a multiple of the tubelet's ${patchSize} points [${tubelet.join(', ')}]`,
      fix: 'tokenSize is the product of the tubelet times the channels',
    })
  }
  checkChannelEmbedding(where, read)
  checkModalities(where, read)
  const rotating = rotaryAxes(read)
  if (read.ropeBase !== undefined && read.ropeBase.length !== rotating) {
    throw errors.CONFIG_CONFLICT({
      where,
      reason: `ropeBase has ${read.ropeBase.length} numbers for ${rotating} rotary axes`,
      fix: 'give one for each axis that rotates',
    })
  }
  return { ...read, encoder: resolveEncoder('encoder', read.encoder, rotaryAxes(read)) }
}
