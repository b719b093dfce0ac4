import type { OptionValues, ReadContext, ReadSamples, Source } from '@romae/tokenizer/modality'
import { errors } from '../errors.ts'
import type { UeaHeader } from '../readers/uea/header.ts'
import type { TimeSeries } from '../series/series.ts'
import { constantChannels } from './constant-channels.ts'
import type { SeriesData } from './options.ts'
import { noteLeftOut, readCsvFile } from './read-csv-file.ts'
import { seriesChecksum } from './series-checksum.ts'
import { type FileOfSeries, nameSeries } from './series-ids.ts'
import { isUea, nameOf, openSource } from './source.ts'

/** A file's series, and what it says of itself. */
interface SeriesFile extends FileOfSeries {
  readonly classes?: readonly string[]
  readonly regression?: boolean
}

/** Reads `.ts` files, by the archive's format, and any other as CSV. */
export async function readSeries(
  sources: readonly Source[],
  given: SeriesData,
  context: Pick<ReadContext, 'standardInput'>,
): Promise<ReadSamples<TimeSeries>> {
  let data = given
  const files: SeriesFile[] = []
  const notes: string[] = []
  const ignored = new Set<string>()
  let labels: readonly string[] | null | undefined
  for (const source of sources) {
    const path = nameOf(source)
    if (isUea(path)) {
      const { unknownKeys = [], ...file } = await readUeaFile(source, data, context)
      files.push(file)
      if (unknownKeys.length > 0) notes.push(`${path}: header lines that are not known: ${unknownKeys.join(', ')}`)
      continue
    }
    const { series, channels, unused, leftOut, format, timeUnit, ...file } = await readCsvFile(source, data, context)
    labels ??= file.asked.labels
    files.push({ path, series, hasIds: data.id !== null, nameByFile: data.id === null })
    for (const name of file.ignored) ignored.add(name.normalize())
    if (format !== '') notes.push(`${path}: ${format}`)
    if (leftOut.length > 0) notes.push(noteLeftOut(path, leftOut))
    // Whoever ignores columns, or chooses others, knows. A record of an older version does not say what it left out.
    const isKnown = data.isModels !== true || data.unused !== undefined || data.value != null
    if (!isKnown && unused.length > 0) notes.push(`${path}: not read: ${unused.join(', ')}`)
    data = { ...data, channels, timeUnit, unused: [...new Set([...(data.unused ?? []), ...unused])] }
  }
  const absent = given.ignore?.find((name) => !ignored.has(name.normalize()))
  if (absent !== undefined) {
    throw errors.TIMESERIES_NOT_IGNORED({ name: absent, known: [...(data.channels ?? []), ...(data.unused ?? [])] })
  }
  const { series: samples, known } = nameSeries(files, data.idsPerFile === true)
  const classes = files.find((file) => file.classes !== undefined)?.classes ?? labels
  return {
    samples,
    ids: samples.map(({ id }) => id),
    givenIds: known,
    groups: samples.map(({ group }) => group),
    content: (index) => seriesChecksum(samples[index]!),
    labels: samples.map(({ label, labels }) => labels ?? label),
    ...(classes != null && { classes }),
    regression: files.some(({ regression }) => regression === true),
    options: recorded(data),
    notes: [...notes, ...(given.channels === undefined ? noteConstants(samples) : [])],
  }
}

async function readUeaFile(
  source: Source,
  { channelLengths = 'equal' }: SeriesData,
  context: Pick<ReadContext, 'standardInput'>,
): Promise<SeriesFile & Pick<UeaHeader, 'unknownKeys'>> {
  // Loaded where there is such a file: a page that reads CSV need not send it.
  const { readUea } = await import('../readers/uea/read-uea.ts')
  const { header, series } = await readUea((await openSource(source, context))(), { channelLengths })
  const classes = header.classLabels ?? []
  return {
    path: nameOf(source),
    series,
    hasIds: false,
    nameByFile: false,
    regression: header.targetLabel === true,
    ...(header.unknownKeys !== undefined && { unknownKeys: header.unknownKeys }),
    ...(classes.length > 0 && { classes }),
  }
}

/** What is kept with a run: what was used. What was to be ignored is among what was not. */
function recorded({ isModels, groupIfThere, ignore, ...data }: SeriesData): OptionValues {
  return data.channels === undefined ? { ...data, ignore } : data
}

function noteConstants(samples: readonly TimeSeries[]): readonly string[] {
  return constantChannels(samples).map(
    (name) =>
      `"${name}" is a channel that changes within no series, as a label does; a model learns from it. If it is what is to be ` +
      `predicted, or follows from that: --label ${name}, or --ignore ${name}`,
  )
}
