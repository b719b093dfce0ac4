import type { ResultTensor } from './compare.ts'

/** What a runtime made of the files. */
export interface RuntimeRun {
  /** Its name and version. */
  readonly runtime: string
  /** The output of each trial of each file, in order. */
  readonly results: readonly (readonly ResultTensor[])[]
  /** What is wrong with the files themselves. */
  readonly problems: readonly string[]
}

/** Why a runtime did not run the files: a person can change that. */
export interface Skipped {
  readonly skipped: string
}
