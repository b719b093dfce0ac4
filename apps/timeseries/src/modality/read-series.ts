import { extname } from 'node:path'
import { heldSamples, nameOf, type SampleSet, type Settings } from '@romae/app-common'
import { readLongCsv, readUea, readWideCsv, type TimeSeries } from '@romae/timeseries'
import { InvalidArgumentError } from 'commander'

/** How files are read. Null is: not there, or all. */
export interface SeriesData extends Settings {
  readonly time: string | null
  readonly id: string | null
  readonly label: string | null
  readonly channel: string | null
  readonly value: readonly string[] | null
  readonly missing: readonly string[]
  /** The channels of the files that were read first; further files must have them. */
  readonly channels?: readonly string[]
}

/** A file's series, and what it says of itself. */
interface SeriesFile {
  readonly series: readonly TimeSeries[]
  /** Names, where the file has them. */
  readonly channels?: readonly string[]
  readonly classes?: readonly string[]
  readonly regression?: boolean
}

/** Reads `.ts` files, by the archive's format, and any other as CSV. */
export async function readSeries(paths: readonly string[], settings: Settings): Promise<SampleSet<TimeSeries>> {
  let data = settings as SeriesData
  const files: SeriesFile[] = []
  for (const path of paths) {
    const file = extname(path) === '.ts' ? await readUeaFile(path) : await readCsvFile(path, data, paths.length > 1)
    files.push(file)
    if (file.channels !== undefined) data = { ...data, channels: file.channels }
  }
  const samples = files.flatMap(({ series }) => series)
  const classes = files.find((file) => file.classes !== undefined)?.classes
  return {
    samples: heldSamples(samples),
    ids: samples.map(({ id }) => id),
    labels: samples.map(({ label }) => label),
    ...(classes !== undefined && { classes }),
    regression: files.some(({ regression }) => regression === true),
    data,
  }
}

async function readUeaFile(path: string): Promise<SeriesFile> {
  const { header, series } = await readUea(path)
  const classes = header.classLabels ?? []
  return { series, regression: header.targetLabel === true, ...(classes.length > 0 && { classes }) }
}

/** One row a time stamp or, with a channel column, one row an observation. Without ids the file is one series. */
async function readCsvFile(path: string, data: SeriesData, isOneOfMany: boolean): Promise<SeriesFile> {
  const { time, id, label, channel, value, missing, channels } = data
  if (time === null) throw new InvalidArgumentError(`--time <column> is needed to read ${path}`)
  const common = { time, ...(id !== null && { id }), ...(label !== null && { label }), missing }
  if (channel === null) {
    const found = await readWideCsv(path, { ...common, channels: channels ?? value ?? 'rest' })
    return { ...found, series: named(found.series, path, id === null && isOneOfMany) }
  }
  if (value?.length !== 1) {
    throw new InvalidArgumentError(`--channel needs one --value column; got ${value?.length ?? 0}`)
  }
  const known = channels === undefined ? {} : { channels }
  const found = await readLongCsv(path, { ...common, ...known, channel, value: value[0]! })
  return { ...found, series: named(found.series, path, id === null && isOneOfMany) }
}

/** Series that have no ids of their own are told apart by their files. */
function named(series: readonly TimeSeries[], path: string, byFile: boolean): readonly TimeSeries[] {
  return byFile ? series.map((one) => ({ ...one, id: nameOf(path) })) : series
}
