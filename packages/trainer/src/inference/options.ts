import type { Engine } from '@romae/engine'
import { checkKeys, requireInteger } from '../check-options.ts'

/** Where to run, and how much at a time. */
export interface InferenceOptions {
  /** Default `createEngine()`, disposed at the end. A given engine is left open. */
  readonly engine?: Engine
  /** Samples at a time. Default 64. */
  readonly batchSize?: number
}

/** @throws RomaeError `TRAINER_UNKNOWN_OPTION`, `TRAINER_OPTION` */
export function resolveInference(where: string, options: InferenceOptions): { batchSize: number; engine?: Engine } {
  checkKeys(where, options, ['engine', 'batchSize'] satisfies (keyof InferenceOptions)[])
  return { ...options, batchSize: requireInteger('batchSize', options.batchSize ?? 64, 1) }
}
