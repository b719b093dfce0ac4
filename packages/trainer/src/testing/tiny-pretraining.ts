import { type PretrainingConfig, pretrainingConfig } from '@romae/core'
import { tinyStack } from './waves.ts'

/** The tiny pre-training model of the waves. */
export function tinyPretraining(changes: Partial<Parameters<typeof pretrainingConfig>[0]> = {}): PretrainingConfig {
  return pretrainingConfig({ tokenSize: 1, axes: 1, encoder: tinyStack, decoder: tinyStack, ...changes })
}
