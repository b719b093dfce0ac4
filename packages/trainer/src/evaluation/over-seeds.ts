import type { Schema } from '@romae/internal/options'
import { mean, sampleDeviation } from '@romae/internal/statistics'
import { readOptions } from '../check-options.ts'
import { errors } from '../errors.ts'

const schema = {
  seeds: { kind: 'list', item: { kind: 'integer', least: 0 }, distinct: true, required: true },
} as const satisfies Schema

/** Mean and spread of one metric over runs. */
export interface MetricOverSeeds {
  readonly mean: number
  /** The sample's: with n - 1 in the denominator. Null for one run. */
  readonly standardDeviation: number | null
  /** One a run, in order. */
  readonly values: readonly number[]
}

/** What a number of runs came to. */
export interface SeedResults<Result> {
  readonly runs: readonly { readonly seed: number; readonly result: Result }[]
  /** Of every field of the results that is a number. */
  readonly metrics: Readonly<Record<string, MetricOverSeeds>>
}

/**
 * Runs something once for each seed, one after another, and takes mean and standard deviation of its metrics.
 *
 * @param seeds distinct integers of at least 0
 * @param run gives metrics: an object of numbers, and of whatever else; numbers are taken, the rest is kept as it is
 * @throws RomaeError `TRAINER_OPTION`, also where runs do not give the same metrics; and what `run` throws
 */
export async function overSeeds<Result extends object>(
  seeds: readonly number[],
  run: (seed: number) => Promise<Result>,
): Promise<SeedResults<Result>> {
  readOptions('overSeeds', schema, { seeds })
  const runs: { seed: number; result: Result }[] = []
  for (const seed of seeds) runs.push({ seed, result: await run(seed) })
  return { runs, metrics: summarize(runs.map(({ result }) => result)) }
}

function summarize(results: readonly object[]): Record<string, MetricOverSeeds> {
  const names = metricNames(results[0]!)
  for (const result of results) {
    const got = metricNames(result).join(', ')
    if (got !== names.join(', ')) {
      throw errors.TRAINER_OPTION({
        key: 'run',
        found: `${names.join(', ')} and ${got}`,
        expected: 'giving one set of metrics',
      })
    }
  }
  return Object.fromEntries(
    names.map((name) => [name, overRuns(results.map((result) => (result as Record<string, number>)[name]!))]),
  )
}

function metricNames(result: object): string[] {
  return Object.entries(result).flatMap(([name, value]) => (typeof value === 'number' ? [name] : []))
}

function overRuns(values: readonly number[]): MetricOverSeeds {
  return { mean: mean(values), standardDeviation: sampleDeviation(values), values }
}
