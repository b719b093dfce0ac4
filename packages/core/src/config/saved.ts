import type { Likelihood } from '../likelihoods/likelihood.ts'
import { type PredictionOptions, type PretrainingOptions, predictionConfig, pretrainingConfig } from './resolve.ts'
import { isBlindByReference } from './rotation.ts'
import type { PredictionConfig, PretrainingConfig, RomaeConfig } from './types.ts'

type Saved<Options> = Options & Required<Pick<PretrainingOptions, 'task'>>

/** What `likelihood` was before it had parameters. */
interface EarlierLoss {
  readonly reconstructionLoss?: keyof typeof earlierLosses
}

const earlierLosses = {
  squared: { kind: 'squaredError' },
  huber: { kind: 'huber' },
  absolute: { kind: 'quantiles', levels: [0.5] },
} as const satisfies Record<string, Likelihood>

/**
 * A configuration from a file, checked as a new one is. One that was saved before `ropeMinimumPairs` was part of it
 * rotates what it did: the reference's rule, where that makes a difference. A `reconstructionLoss` is the likelihood of the same loss.
 *
 * @throws RomaeError `CONFIG_*`
 */
export function savedConfig(saved: Saved<PretrainingOptions> | Saved<PredictionOptions>): RomaeConfig {
  const config = resolve(saved)
  if (saved.ropeMinimumPairs !== undefined || !isBlindByReference(config, stacksOf(config))) return config
  return { ...config, ropeMinimumPairs: 0 }
}

function resolve(saved: Saved<PretrainingOptions> | Saved<PredictionOptions>): PretrainingConfig | PredictionConfig {
  return saved.task === 'pretraining'
    ? pretrainingConfig(withLikelihood(saved))
    : predictionConfig(saved as PredictionOptions)
}

function stacksOf(config: RomaeConfig) {
  return config.task === 'pretraining' ? [config.encoder, config.decoder] : [config.encoder]
}

function withLikelihood(given: Saved<PretrainingOptions> & EarlierLoss): PretrainingOptions {
  const { reconstructionLoss, ...saved } = given
  if (reconstructionLoss === undefined || !Object.hasOwn(earlierLosses, reconstructionLoss)) return given
  return { ...saved, likelihood: earlierLosses[reconstructionLoss] }
}
