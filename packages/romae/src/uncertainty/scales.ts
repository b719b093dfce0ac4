import { RomaeError } from '@romae/core'
import type { TimeSeries } from '@romae/timeseries'
import {
  type BoundOptions,
  type BoundsOfChannels,
  type ChannelBounds,
  channelBounds,
  linksOf,
  requireWithin,
  unitsOf,
} from '../impute/bounds.ts'
import type { RunCalibration } from './run-calibration.ts'

/** What intervals are measured in. */
export interface Scales {
  readonly bounds: readonly ChannelBounds[]
  /** The deviation of each channel. */
  readonly units: readonly number[]
  readonly links: BoundsOfChannels
}

/** Those of a file. @throws RomaeError `APP_BOUND` */
export function scalesOf(series: readonly TimeSeries[], channels: readonly string[], given: BoundOptions): Scales {
  return scales(channelBounds(series, channels, given), unitsOf(series))
}

/** What intervals of a model that is there are made by. */
export interface SavedScales extends Scales {
  /** Null where the run's does not do, which has a reason. */
  readonly saved: RunCalibration | null
  readonly reason: string
}

/**
 * The scales of a model's run, whose bounds hold where none are given; those of the file where the run's calibration cannot be taken.
 *
 * @param window that the model sees at once
 * @throws RomaeError `APP_BOUND` for bounds that are given and cannot be
 */
export function savedScales(
  saved: RunCalibration | { readonly reason: string },
  series: readonly TimeSeries[],
  channels: readonly string[],
  given: BoundOptions,
  window: number,
): SavedScales {
  const own = (reason: string, bounds = channelBounds(series, channels, given)): SavedScales => {
    return { ...scales(bounds, unitsOf(series)), saved: null, reason }
  }
  if ('reason' in saved) return own(saved.reason)
  if (saved.window !== window) {
    return own(`the run calibrated windows of ${saved.window}, and these are ${window}`)
  }
  const isGiven = [given.nonNegative, given.minimum, given.maximum].some((one) => one !== undefined)
  if (isGiven) {
    const bounds = channelBounds(series, channels, given)
    if (!isSame(bounds, saved.bounds)) return own('the run calibrated with other bounds', bounds)
  } else {
    try {
      requireWithin(series, channels, saved.bounds)
    } catch (error) {
      if (!RomaeError.isInstance(error)) throw error
      return own('the file has values beyond the bounds of the run')
    }
  }
  return { ...scales(saved.bounds, saved.units), saved, reason: '' }
}

function scales(bounds: readonly ChannelBounds[], units: readonly number[]): Scales {
  return { bounds, units, links: linksOf(bounds, units) }
}

function isSame(some: readonly ChannelBounds[], others: readonly ChannelBounds[]): boolean {
  return some.every(({ minimum, maximum }, place) => {
    return minimum === others[place]!.minimum && maximum === others[place]!.maximum
  })
}
