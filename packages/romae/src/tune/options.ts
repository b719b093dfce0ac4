import type { SplitOptions } from '../modality/read-splits.ts'
import type { ExperimentOptions } from '../modality/resolve-experiment.ts'
import type { RunOptions } from '../run/run-options.ts'
import type { SearchRange } from './search-space.ts'

/** What `tune` is asked for. */
export interface TuneOptions extends ExperimentOptions, RunOptions, SplitOptions, Readonly<Record<string, unknown>> {
  readonly set: readonly string[]
  readonly seed: number
  readonly memory?: number
  readonly from?: string
  readonly pretrain: boolean
  readonly trials: number
  readonly search: readonly SearchRange[]
}

/** The part of the training samples that trials are compared on, where nothing else is said. */
export const VALIDATION = 0.2
