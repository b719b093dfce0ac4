import { sha256 } from '@noble/hashes/sha2.js'
import type { TimeSeries } from '../series/series.ts'

const encoder = new TextEncoder()

/**
 * A checksum of what a series holds, whatever it is called: the times and values of its channels, in their order. Series are
 * the same only if every number is.
 */
export function seriesChecksum({ channels, timeOrigin }: TimeSeries): string {
  const hash = sha256.create()
  // Times that count from elsewhere are other times.
  if (timeOrigin !== undefined) hash.update(encoder.encode(`${timeOrigin}:`))
  for (const { times, values, extras = [] } of channels) {
    hash.update(encoder.encode(`${times.length}:${extras.length}:`))
    for (const column of [times, values, ...extras]) hash.update(bytesOf(column))
  }
  return btoa(String.fromCharCode(...hash.digest()))
}

/** One way to write a missing value, and 0. */
function bytesOf(column: Float64Array): Uint8Array {
  return new Uint8Array(column.map((value) => (Number.isNaN(value) ? Number.NaN : value + 0)).buffer)
}
