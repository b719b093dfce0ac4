import { dropTimestamps } from './drop-timestamps.ts'
import type { HiddenObservations } from './hide-observations.ts'
import { mergedTimes } from './merged-times.ts'
import { selectObservations, withChannels } from './select.ts'
import type { TimeSeries } from './series.ts'

/**
 * Hides whole time stamps, all channels at once: what {@link dropTimestamps} leaves with the same arguments is observed,
 * what it drops is hidden. HeTVAE's interpolation protocol hides half of them (Shukla and Marlin, ICLR 2022).
 *
 * @throws what `dropTimestamps` throws
 */
export function hideTimestamps(series: TimeSeries, fraction: number, seed: number): HiddenObservations {
  const observed = dropTimestamps(series, fraction, seed)
  const kept = new Set(mergedTimes(observed))
  const hidden = series.channels.map((channel) =>
    selectObservations(channel, (index) => !kept.has(channel.times[index]!)),
  )
  return { observed, hidden: withChannels(series, hidden) }
}
