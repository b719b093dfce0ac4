import { type Schema, value } from '@romae/internal/options'
import { readOptions } from '../options.ts'
import type { Harmonics } from '../series/harmonics.ts'
import { hasValues } from '../series/has-values.ts'
import type { TimeSeries } from '../series/series.ts'
import { resolveHarmonics } from './season.ts'
import type { ColumnStatistics } from './statistics.ts'

/** What is taken out of the values of a series before they stand in tokens. */
export interface SeriesStatistics {
  /** `[channel][column]` */
  readonly statistics: readonly (readonly ColumnStatistics[])[]
  readonly harmonics?: Harmonics
}

/** Of each series that has its own, by its group, or else its id. */
export type OwnStatistics = Readonly<Record<string, SeriesStatistics>>

/** Fewer values of a channel than this say too little of it by themselves. */
const LEAST_VALUES = 64

const schema = {
  statistics: { kind: value<SeriesStatistics['statistics']>(), has: 'length', expected: 'a list', required: true },
  harmonics: { kind: value<Harmonics>(), expected: 'an object of periods, center, span and channels' },
} as const satisfies Schema & Record<keyof SeriesStatistics, unknown>

/** By what a series is found again: windows of one have its group. */
function keyOf({ group, id }: TimeSeries): string {
  return group ?? id
}

/** Series, and windows of the same, by what they are found again. */
export function byKey(series: readonly TimeSeries[]): ReadonlyMap<string, readonly TimeSeries[]> {
  const groups = new Map<string, TimeSeries[]>()
  for (const one of series) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one])
  return groups
}

/** What a series has of its own; undefined where it has what all have. */
export function ownOf(all: OwnStatistics | undefined, series: TimeSeries | undefined): SeriesStatistics | undefined {
  if (all === undefined || series === undefined || !Object.hasOwn(all, keyOf(series))) return undefined
  return all[keyOf(series)]
}

/** Fits what each series has of its own, of those that have enough values in every channel. */
export function fitOwn(
  series: readonly TimeSeries[],
  fit: (some: readonly TimeSeries[]) => SeriesStatistics,
): OwnStatistics {
  const groups = byKey(series)
  if (groups.size === 1) return {}
  const known = [...groups].filter(([, some]) => hasValues(some, LEAST_VALUES))
  return Object.fromEntries(known.map(([key, some]) => [key, fit(some)]))
}

/** As they come from a file. @throws RomaeError `TIMESERIES_INVALID_OPTION`, `TIMESERIES_UNKNOWN_OPTION` */
export function resolveOwn(
  of: string,
  given: OwnStatistics,
  channels: number,
  resolveStatistics: (where: string, statistics: SeriesStatistics['statistics']) => ColumnStatistics[][],
): OwnStatistics {
  const entries = Object.entries(given).map(([key, entry]) => {
    const where = `${of}.ofSeries[${JSON.stringify(key)}]`
    const { statistics, harmonics } = readOptions(where, schema, entry)
    return [
      key,
      {
        statistics: resolveStatistics(where, statistics),
        ...(harmonics !== undefined && { harmonics: resolveHarmonics(where, harmonics, channels) }),
      },
    ]
  })
  return Object.fromEntries(entries)
}
