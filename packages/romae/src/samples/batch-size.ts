import type { TimeSeries } from '@romae/timeseries'

/** Windows of a step, unless they hold very much. */
const USUAL = 32
/** Values that a step sees, about, where windows hold more than a thousand: what one takes grows with the square of their number. */
const VALUES_A_STEP = 32_768

/** How many windows a step takes where nobody says so: of hundreds of channels fewer than of a few, so that it has time and memory. */
export function usualBatchSize(windows: readonly TimeSeries[]): number {
  const most = windows.reduce((largest, { channels }) => {
    const values = channels.reduce((sum, { values: own }) => sum + own.length, 0)
    return Math.max(largest, values)
  }, 1)
  return Math.max(1, Math.min(USUAL, Math.floor(VALUES_A_STEP / most)))
}
