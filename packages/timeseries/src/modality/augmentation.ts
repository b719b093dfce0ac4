import type { AugmentationRandom } from '@romae/tokenizer/modality'
import { dropTimestamps } from '../series/drop-timestamps.ts'
import { mergedTimes } from '../series/merged-times.ts'
import type { SeriesChannel, TimeSeries } from '../series/series.ts'

/** What happens to series in fine-tuning, in every epoch anew. */
export interface SeriesAugmentation {
  /** The largest fraction of a series' time stamps that is dropped; how many is uniform between none and it. */
  readonly dropTimes: number
}

/**
 * The change that the options ask for; null for none. At least one time stamp stays, and a series of which a channel would
 * lose its last value stays whole.
 */
export function augmentation({
  dropTimes,
}: SeriesAugmentation): ((series: TimeSeries, random: AugmentationRandom) => TimeSeries) | null {
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
