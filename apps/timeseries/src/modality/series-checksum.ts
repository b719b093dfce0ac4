import { createHash } from 'node:crypto'
import type { TimeSeries } from '@romae/timeseries'

/**
 * A checksum of what a series holds, whatever it is called: the times and values of its channels, in their order. Series are
 * the same only if every number is.
 */
export function seriesChecksum({ channels, timeOrigin }: TimeSeries): string {
  const hash = createHash('sha256')
  // Times that count from elsewhere are other times.
  if (timeOrigin !== undefined) hash.update(`${timeOrigin}:`)
  for (const { times, values, extras = [] } of channels) {
    hash.update(`${times.length}:${extras.length}:`)
    for (const column of [times, values, ...extras]) hash.update(bytesOf(column))
  }
  return hash.digest('base64')
}

/** One way to write a missing value, and 0. */
function bytesOf(column: Float64Array): Uint8Array {
  return new Uint8Array(column.map((value) => (Number.isNaN(value) ? Number.NaN : value + 0)).buffer)
}
