import { errors } from '../errors.ts'
import type { TimeSeries } from '../series/series.ts'
import { stemOf } from './source.ts'

/** The series of one file. */
export interface FileOfSeries {
  readonly path: string
  readonly series: readonly TimeSeries[]
  /** Whether the file tells them apart itself, by a column: else their ids are made up. */
  readonly hasIds: boolean
  /** Whether it holds one series, which is called as the file where there are several. */
  readonly nameByFile: boolean
}

/** Series of all files, and the ids among theirs by which the user knows them. */
export interface NamedSeries {
  readonly series: readonly TimeSeries[]
  readonly known: readonly (string | undefined)[]
}

/**
 * Series of several files as one set.
 *
 * @param perFile whether each file counts its ids anew: they are then its own, `file/id`
 * @throws RomaeError `TIMESERIES_ID_IN_TWO_FILES` for a series of which two files have rows
 */
export function nameSeries(files: readonly FileOfSeries[], perFile: boolean): NamedSeries {
  if (!perFile) requireOneFile(files)
  const names = fileNames(files.map(({ path }) => path))
  const named = files.map(({ series, hasIds, nameByFile }, index): readonly TimeSeries[] => {
    if (hasIds && perFile) return series.map((one) => ({ ...one, id: `${names[index]}/${one.id}` }))
    return nameByFile && files.length > 1 ? series.map((one) => ({ ...one, id: names[index]! })) : series
  })
  const known = files.flatMap(({ series, hasIds }) => series.map(({ id }) => (hasIds && !perFile ? id : undefined)))
  return { series: named.flat(), known }
}

function requireOneFile(files: readonly FileOfSeries[]): void {
  const pathOf = new Map<string, string>()
  for (const { path, series, hasIds } of files) {
    if (!hasIds) continue
    const common = series.filter(({ id }) => pathOf.has(id))
    if (common.length > 0) {
      const { id } = common[0]!
      throw errors.TIMESERIES_ID_IN_TWO_FILES({ id, files: [pathOf.get(id)!, path], count: common.length })
    }
    for (const { id } of series) pathOf.set(id, path)
  }
}

/** The last parts of paths, where they tell them apart; else the paths. */
function fileNames(paths: readonly string[]): readonly string[] {
  const names = paths.map(stemOf)
  return new Set(names).size === names.length ? names : paths
}
