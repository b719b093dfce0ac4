import type { ChannelLengths, DecimalMark } from '@romae/timeseries'
import type { SampleUse, Settings } from 'romae'

/** How files are read. Null is: not there, or all. */
export interface SeriesData extends Settings {
  readonly time: string | null
  readonly id: string | null
  readonly label: string | null
  /** What series belong to, such as a patient. */
  readonly group?: string | null
  /** The same, of a file that may be without: to evaluate on it, the group tells only what was seen before. */
  readonly groupIfThere?: string | null
  /** Whether each file counts its ids anew: an id is then of its file. */
  readonly idsPerFile?: boolean
  readonly channel: string | null
  readonly value?: readonly string[] | null
  /** Columns, or channels of a file of one observation a row, that are not read. */
  readonly ignore?: readonly string[] | null
  /** `channel=unit`, of some channels. */
  readonly unit?: readonly string[] | null
  /** Texts that mean missing, as an empty cell always does. */
  readonly missing: readonly string[]
  /** What parts cells; null: is found. */
  readonly delimiter?: string | null
  /** What stands before fractions; null: is found. */
  readonly decimal?: DecimalMark | null
  /** Of `.ts` files: what channels of different lengths in one case mean. */
  readonly channelLengths?: ChannelLengths
  /** Channels that a file lacks have no observations in it. */
  readonly allowMissingChannels?: boolean
  /** The channels of the files that were read first, by name; further files must have them, in any order. */
  readonly channels?: readonly string[]
  /** Columns of those files that are no channel, time, id or label. Not there: not known, as in runs of older versions. */
  readonly unused?: readonly string[]
  /** How times are written, `number` or in the directives of strptime; null: is found. */
  readonly timeFormat?: string | null
  /** What the times of those files count since 1970 where they are dates, null where they are numbers; or what was asked for. */
  readonly timeUnit?: string | null
  /** Whose `channels` they are, for messages: those of a model, else of the files that were read first. */
  readonly isModels?: boolean
}

/** What decides which series a run is of, as the first versions recorded it. */
export function identify(data: Settings): Settings {
  const { time, id, label, channel, value = null, missing, augment, channels, timeFormat } = data
  return {
    time,
    id,
    label,
    channel,
    value,
    missing,
    augment,
    ...(channels !== undefined && { channels }),
    ...(timeFormat != null && { timeFormat }),
  }
}

/**
 * How further files are read for a model: with its channels, whatever was asked for when it was made. Columns that were left
 * out then are left out again. A label that nobody needs, or a group, is one of them: it is no input.
 */
export function inherit(data: Settings, use: SampleUse): Settings {
  const { label, group, ignore, unit, value, unused, ...rest } = data as SeriesData
  const aside = use === 'predict' ? [label, group].filter((name) => name != null) : []
  const left = [...(unused ?? []), ...aside]
  return {
    ...rest,
    label: use === 'predict' ? null : (label ?? null),
    group: use === 'train' ? (group ?? null) : null,
    ...(use === 'evaluate' && group != null && { groupIfThere: group }),
    allowMissingChannels: false,
    // Of a file of one observation a row it is a column, else the channels themselves, which are known better.
    ...((rest.channel !== null || rest.channels === undefined) && { value }),
    ...(unused !== undefined && { unused: [...new Set(left)] }),
    ...(rest.channels !== undefined && { isModels: true }),
  }
}
