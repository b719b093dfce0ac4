import type { Random } from '@romae/core'
import { dropTimestamps, mergedTimes, type SeriesChannel, type TimeSeries } from '@romae/timeseries'
import { InvalidArgumentError } from 'commander'
import { type Kind, type Settings, within } from 'romae'

/** What happens to series in fine-tuning, in every epoch anew. */
export interface SeriesAugmentation extends Settings {
  /** The largest fraction of a series' time stamps that is dropped; how many is uniform between none and it. */
  readonly dropTimes: number
}

/** The kinds of {@link SeriesAugmentation}. */
export const augmentationKinds = { dropTimes: within(0, 1) } satisfies Record<'dropTimes', Kind>

/**
 * The change that the settings ask for; null for none. At least one time stamp stays, and a series of which a channel would
 * lose its last value stays whole.
 */
export function augmentation(settings: Settings): ((series: TimeSeries, random: Random) => TimeSeries) | null {
  const { dropTimes } = (settings as { readonly augment: SeriesAugmentation }).augment
  if (!(dropTimes >= 0 && dropTimes <= 1)) {
    throw new InvalidArgumentError(`data.augment.dropTimes must be from 0 to 1; got ${dropTimes}`)
  }
  if (dropTimes === 0) return null
  return (series, random) => {
    const { length } = mergedTimes(series)
    const fraction = Math.min(dropTimes * random.uniform(), (length - 1) / length)
    const dropped = dropTimestamps(series, fraction, random.bits())
    const isLost = (channel: SeriesChannel, index: number) => isEmpty(dropped.channels[index]!) && !isEmpty(channel)
    return series.channels.some(isLost) ? series : dropped
  }
}

function isEmpty({ values }: SeriesChannel): boolean {
  return values.every(Number.isNaN)
}
