import { errors } from '../errors.ts'
import { type EncoderOptions, resolveEncoder } from './encoder.ts'
import type { BackboneConfig, PredictionConfig, PretrainingConfig, RomaeConfig } from './types.ts'
import {
  rejectUnknownKeys,
  requireBoolean,
  requireChoice,
  requireFraction,
  requirePositiveInteger,
  requireRate,
} from './validate.ts'

/** What a backbone needs to be told; the rest has defaults. */
export interface BackboneOptions extends Partial<Omit<BackboneConfig, 'encoder'>> {
  /** Only for giving a finished configuration again. */
  readonly task?: RomaeConfig['task']
  readonly tokenSize: number
  readonly axes: number
  readonly encoder: EncoderOptions
}

export interface PretrainingOptions extends BackboneOptions {
  /** Default `tiny-shallow`, as the paper says. */
  readonly decoder?: EncoderOptions
  readonly normalizeTargets?: boolean
  readonly lossAverage?: PretrainingConfig['lossAverage']
}

export interface PredictionOptions extends BackboneOptions {
  readonly outputSize: number
  /** Default `cls` with a [CLS] token, `mean` without, as in the paper (A.2). */
  readonly pooling?: PredictionConfig['pooling']
}

const backboneDefaults = {
  cls: true,
  positionEncoding: 'rope',
  ropeFraction: 0.75,
  ropeKeep: 'fastest',
  ropeMinimumPairs: 1,
  headDropout: 0,
  tubelet: [1, 1, 1],
  maxLength: 1500,
} as const
const backboneKeys = ['task', 'tokenSize', 'axes', 'encoder', ...Object.keys(backboneDefaults)]

/**
 * Fills in and checks the configuration of a masked autoencoder.
 *
 * @throws RomaeError `CONFIG_*` naming the option, what it was and what would fit
 */
export function pretrainingConfig(options: PretrainingOptions): PretrainingConfig {
  const where = 'pretrainingConfig'
  rejectUnknownKeys(where, options, [...backboneKeys, 'decoder', 'normalizeTargets', 'lossAverage'])
  requireTask(where, options, 'pretraining')
  const backbone = resolveBackbone(where, options)
  const config: PretrainingConfig = {
    task: 'pretraining',
    ...backbone,
    decoder: resolveEncoder('decoder', options.decoder ?? 'tiny-shallow', rotaryAxes(backbone)),
    normalizeTargets: requireBoolean(where, 'normalizeTargets', options.normalizeTargets ?? false),
    lossAverage: requireChoice(where, 'lossAverage', options.lossAverage ?? 'masked', ['masked', 'reference']),
  }
  if (config.normalizeTargets && config.tokenSize === 1) {
    throw errors.CONFIG_CONFLICT(oneValueTokens(where))
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
  rejectUnknownKeys(where, options, [...backboneKeys, 'outputSize', 'pooling'])
  requireTask(where, options, 'prediction')
  const backbone = resolveBackbone(where, options)
  const pooling = options.pooling ?? (backbone.cls ? 'cls' : 'mean')
  const config: PredictionConfig = {
    task: 'prediction',
    ...backbone,
    outputSize: requirePositiveInteger(where, 'outputSize', options.outputSize),
    pooling: requireChoice(where, 'pooling', pooling, ['cls', 'mean', 'token']),
  }
  if (config.pooling === 'cls' && !config.cls) {
    throw errors.CONFIG_CONFLICT({
      where,
      reason: 'pooling "cls" reads the [CLS] token, and cls is false',
      fix: 'set cls: true or pooling: "mean"',
    })
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

/** A finished configuration may be given as options again, but not to the function of the other task. */
function requireTask(where: string, options: { readonly task?: unknown }, task: RomaeConfig['task']): void {
  requireChoice(where, 'task', options.task ?? task, [task])
}

function requireMinimumPairs(where: string, got: unknown): 0 | 1 {
  if (got === 0 || got === 1) return got
  throw errors.CONFIG_VALUE({ where, key: 'ropeMinimumPairs', got, expected: '1, or 0 for the rule of the reference' })
}

/** Axes that are rotated in each head: 0 unless the positions are rotary. */
export function rotaryAxes(config: Pick<BackboneConfig, 'positionEncoding' | 'axes'>): number {
  return config.positionEncoding === 'rope' ? config.axes : 0
}

function resolveBackbone(where: string, options: BackboneOptions): BackboneConfig {
  const merged = { ...backboneDefaults, ...options }
  if (!Array.isArray(merged.tubelet)) {
    throw errors.CONFIG_VALUE({ where, key: 'tubelet', got: merged.tubelet, expected: 'a list of patch sizes' })
  }
  const tokenSize = requirePositiveInteger(where, 'tokenSize', merged.tokenSize)
  const axes = requirePositiveInteger(where, 'axes', merged.axes)
  const positionEncoding = requireChoice(where, 'positionEncoding', merged.positionEncoding, [
    'rope',
    'absolute',
    'none',
  ])
  const tubelet = merged.tubelet.map((patch: unknown) => requirePositiveInteger(where, 'tubelet', patch))
  const patchSize = tubelet.reduce((product, patch) => product * patch, 1)
  if (tokenSize % patchSize !== 0) {
    throw errors.CONFIG_CONFLICT({
      where,
      reason: `tokenSize ${tokenSize} is not a multiple of the tubelet's ${patchSize} points [${tubelet.join(', ')}]`,
      fix: 'tokenSize is the product of the tubelet times the channels',
    })
  }
  return {
    tokenSize,
    axes,
    encoder: resolveEncoder('encoder', merged.encoder, rotaryAxes({ positionEncoding, axes })),
    cls: requireBoolean(where, 'cls', merged.cls),
    positionEncoding,
    ropeFraction: requireFraction(where, 'ropeFraction', merged.ropeFraction),
    ropeKeep: requireChoice(where, 'ropeKeep', merged.ropeKeep, ['fastest', 'slowest']),
    ropeMinimumPairs: requireMinimumPairs(where, merged.ropeMinimumPairs),
    headDropout: requireRate(where, 'headDropout', merged.headDropout),
    tubelet,
    maxLength: requirePositiveInteger(where, 'maxLength', merged.maxLength),
  }
}
