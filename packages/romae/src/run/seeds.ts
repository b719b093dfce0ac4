import { existsSync } from 'node:fs'
import { mean, sampleDeviation } from '@romae/internal/statistics'
import { errors } from '../errors.ts'
import { ownFolder } from './own-folder.ts'
import type { RunOptions } from './run-options.ts'

/** A seed, with the folder of its run. */
export interface SeedRun {
  readonly seed: number
  readonly folder: string
  /** Begins labels and messages where there are several seeds: `seed 2: `. */
  readonly prefix: string
}

/**
 * The runs that `--seed` and `--seeds` ask for: one seed runs in the folder itself, several in folders within it.
 *
 * @throws RomaeError `APP_NOTHING_TO_RESUME` where `--resume` means a folder that is not there, `APP_LINKED_FOLDER`
 */
export function seedRuns(
  folder: string,
  { seed, seeds = 1, resume }: Pick<RunOptions, 'seed' | 'resume'> & { readonly seeds?: number },
): SeedRun[] {
  if (resume && !existsSync(folder)) throw errors.APP_NOTHING_TO_RESUME({ folder })
  if (seeds === 1) return [{ seed, folder, prefix: '' }]
  return Array.from({ length: seeds }, (_, index) => {
    const one = seed + index
    return { seed: one, folder: ownFolder(folder, `seed-${one}`), prefix: `seed ${one}: ` }
  })
}

/** Mean and standard deviation (n − 1) of a result over seeds; `std` is null for one seed. */
export interface Spread {
  readonly mean: number
  readonly std: number | null
}

export function spreadOf(values: readonly number[]): Spread {
  return { mean: mean(values), std: sampleDeviation(values) }
}

/** `0.9124 ± 0.0031`, or `0.9124` for one seed. */
export function formatSpread({ mean, std }: Spread, decimals = 4): string {
  return std === null ? mean.toFixed(decimals) : `${mean.toFixed(decimals)} ± ${std.toFixed(decimals)}`
}
