import { errors } from '../errors.ts'
import { isUnnamed } from '../readers/csv/unnamed.ts'
import type { SeriesData } from './options.ts'

/** What the columns of a file of one time stamp a row are for. */
export interface Columns {
  /** In the order that series are to have them; `rest`: all that have no other use, a name and numbers. */
  readonly channels: readonly string[] | 'rest'
  /** Without any other use; undefined where what they hold decides. */
  readonly unused: readonly string[] | undefined
}

/**
 * Decides what each column is for, once: the channels are those of the model or of the files read before, else those of
 * `--value`, else all that have no other use and hold numbers.
 *
 * @param header the file's columns
 * @throws RomaeError `TIMESERIES_OTHER_CHANNELS` for other channels
 */
export function columnsOf(file: string, header: readonly string[], data: SeriesData): Columns {
  const { time, id, label, labels, group, value, channels: known } = data
  const ignore = data.ignore ?? []
  const taken = new Set([time, id, label, ...(labels ?? []), group, ...ignore])
  const free = header.filter((name) => !taken.has(name))
  if (known === undefined) return { channels: value ?? 'rest', unused: undefined }
  if (value != null) requireSame('--value', value, known, data)
  const present = new Set(header)
  const missing = known.filter((name) => !present.has(name))
  const others = free.filter((name) => !known.includes(name))
  // Who names the channels leaves the other columns out; a record of an older version does not say which those were.
  const isChosen = value != null || data.unused === undefined
  const unknown = isChosen ? [] : others.filter((name) => !data.unused!.includes(name) && !isUnnamed(name))
  const isMissing = missing.length > 0 && (!data.allowMissingChannels || missing.length === known.length)
  if (isMissing || unknown.length > 0) {
    const got = free.filter((name) => !data.unused?.includes(name))
    throw errors.TIMESERIES_OTHER_CHANNELS({
      what: file,
      got,
      ...sidesOf(known, data),
      missing: isMissing ? missing : [],
      unknown,
    })
  }
  return {
    channels: known.filter((name) => present.has(name)),
    unused: [...others, ...ignore.filter((name) => present.has(name))],
  }
}

/**
 * The channels that a file of one observation a row holds, against those of the model or of the files read before.
 *
 * @param found in the file's channel column, without those to be ignored
 * @throws RomaeError `TIMESERIES_OTHER_CHANNELS`
 */
export function requireChannels(file: string, found: readonly string[], data: SeriesData): void {
  const { channels: known, allowMissingChannels } = data
  if (known === undefined) return
  const unknown = found.filter((name) => !known.includes(name))
  const absent = known.filter((name) => !found.includes(name))
  // Of files that were read together each may lack some: a series need not have all channels.
  const isMissing = data.isModels === true && absent.length > 0 && (!allowMissingChannels || found.length === 0)
  if (unknown.length === 0 && !isMissing) return
  const missing = isMissing ? absent : []
  throw errors.TIMESERIES_OTHER_CHANNELS({ what: file, got: found, ...sidesOf(known, data), missing, unknown })
}

/**
 * A column that a model has learned from cannot become its label, nor anything else.
 *
 * @throws RomaeError `TIMESERIES_COLUMN_ROLE`
 */
export function requireRoles(data: SeriesData): void {
  const { channels: known, isModels, time, id, label, labels, group, channel, ignore } = data
  if (known === undefined || isModels !== true) return
  const others = [['--time', time], ['--id', id], ['--group', group], ...(ignore ?? []).map((one) => ['--ignore', one])]
  // Where channels are not columns, only a label of such a name says what the channel did.
  const ofLabels = [['--label', label], ...(labels ?? []).map((one) => ['--labels', one])]
  const roles = [...ofLabels, ...(channel === null ? others : [])]
  for (const [option, column] of roles) {
    if (column == null || !known.includes(column)) continue
    throw errors.TIMESERIES_COLUMN_ROLE({ column, option: option! })
  }
}

function requireSame(what: string, got: readonly string[], known: readonly string[], data: SeriesData): void {
  const unknown = got.filter((name) => !known.includes(name))
  const missing = data.allowMissingChannels ? [] : known.filter((name) => !got.includes(name))
  if (unknown.length + missing.length === 0) return
  throw errors.TIMESERIES_OTHER_CHANNELS({ what, got, ...sidesOf(known, data), missing, unknown })
}

function sidesOf(expected: readonly string[], { isModels }: SeriesData) {
  return { expected, whose: isModels === true ? 'the model' : 'the first file' }
}
