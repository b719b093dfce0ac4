import { readUea, readWideCsv } from '@romae/timeseries'
import type { Compared } from './array-peer.ts'

/** What aeon reads of the files that its package ships. */
export interface AeonFiles {
  readonly version: string
  readonly files: readonly {
    readonly path: string
    /** By series and channel, null where missing. */
    readonly series: readonly (readonly (readonly (number | null)[])[])[]
    readonly labels?: readonly string[]
    readonly ids?: readonly string[]
  }[]
}

/** Files of the UCR, UEA and Monash archives, read as aeon reads them. */
export async function comparedArchives({ files }: AeonFiles): Promise<Compared> {
  const problems: string[] = []
  let checked = 0
  for (const { path, series: expected, labels, ids } of files) {
    const name = path.slice(path.lastIndexOf('/') + 1)
    const series = await read(path).catch((cause: Error) => cause.message)
    if (typeof series === 'string') {
      problems.push(series)
      continue
    }
    const found = series.map(({ channels }) => channels.map(({ values }) => [...values]))
    const isSame = (one: number, other: number | null) => Object.is(one, other ?? Number.NaN)
    expected.forEach((channels, index) => {
      const own = found[index] ?? []
      checked += channels.reduce((sum, { length }) => sum + length, 0)
      const same =
        own.length === channels.length &&
        channels.every((values, channel) => {
          const mine = own[channel]!
          return mine.length === values.length && values.every((value, at) => isSame(mine[at]!, value))
        })
      if (!same) problems.push(`${name}, series ${index}: other numbers`)
    })
    if (found.length !== expected.length) problems.push(`${name}: ${found.length} series of ${expected.length}`)
    if (labels?.some((label, index) => series[index]?.label !== label)) problems.push(`${name}: other labels`)
    if (ids?.some((id, index) => series[index]?.id !== id)) problems.push(`${name}: other names`)
  }
  return { checked, problems }
}

async function read(path: string) {
  if (path.endsWith('.arff')) return (await readUea(path)).series
  return (await readWideCsv(path, { time: 'time', id: 'series_name', channels: ['value'] })).series
}
