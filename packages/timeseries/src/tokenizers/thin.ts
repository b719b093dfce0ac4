import { errors } from '../errors.ts'

/**
 * The indices of the entries that stay when `length` entries must not exceed `limit`: all of them, or `limit` evenly
 * spaced ones, `round(i · (length − 1) / (limit − 1))`, first and last included (a limit of 1 keeps the first).
 *
 * @throws RomaeError `TIMESERIES_TOO_LONG` when there are too many and `overlong` is `error`
 */
export function keptIndices(
  length: number,
  limit: number | undefined,
  overlong: 'error' | 'thin',
  what: string,
): number[] {
  if (limit === undefined || length <= limit) return Array.from({ length }, (_, index) => index)
  if (overlong === 'error') throw errors.TIMESERIES_TOO_LONG({ what, length, limit })
  const step = limit === 1 ? 0 : (length - 1) / (limit - 1)
  return Array.from({ length: limit }, (_, index) => Math.round(index * step))
}
