import { type PredictionOptions, type PretrainingOptions, predictionConfig, pretrainingConfig } from './resolve.ts'
import { isBlindByReference } from './rotation.ts'
import type { PredictionConfig, PretrainingConfig, RomaeConfig } from './types.ts'

type Saved<Options> = Options & Required<Pick<PretrainingOptions, 'task'>>

/**
 * A configuration from a file, checked as a new one is. One that was saved before `ropeMinimumPairs` was part of it
 * rotates what it did: the reference's rule, where that makes a difference.
 *
 * @throws RomaeError `CONFIG_*`
 */
export function savedConfig(saved: Saved<PretrainingOptions> | Saved<PredictionOptions>): RomaeConfig {
  const config = resolve(saved)
  if (saved.ropeMinimumPairs !== undefined || !isBlindByReference(config, stacksOf(config))) return config
  return { ...config, ropeMinimumPairs: 0 }
}

function resolve(saved: Saved<PretrainingOptions> | Saved<PredictionOptions>): PretrainingConfig | PredictionConfig {
  return saved.task === 'pretraining' ? pretrainingConfig(saved) : predictionConfig(saved as PredictionOptions)
}

function stacksOf(config: RomaeConfig) {
  return config.task === 'pretraining' ? [config.encoder, config.decoder] : [config.encoder]
}
