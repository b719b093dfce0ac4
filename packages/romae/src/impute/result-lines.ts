import { visible } from '@romae/internal/errors'
import { rowsOf, type TimeSeries } from '@romae/timeseries'
import { countMissing, longestUnseen } from './gaps.ts'
import type { FillingError, HeldOutError } from './held-out-errors.ts'

/** The error on held-out values as a table, by channel and by length of gap; nothing where none were held out. */
export function errorLines(channels: readonly string[], errors: readonly HeldOutError[]): readonly string[] {
  if (errors.length === 0) return []
  return [
    '\nRMSE on observed values that training did not see; gaps in rows',
    row('channel', 'values', 'RoMAE', 'linear interpolation'),
    ...errors.flatMap(({ byGap, ...error }, index) => [
      errorRow(visible(channels[index]!), error),
      ...byGap.map(({ rows, ...ofGap }) => errorRow(`  gaps of ${rows}`, ofGap)),
    ]),
  ]
}

function errorRow(name: string, { count, unfilled, romae, linear }: FillingError): string {
  const values = unfilled === 0 ? String(count) : `${count} of ${count + unfilled}`
  return row(name, values, figure(romae), figure(linear))
}

function figure(error: number): string {
  return Number.isNaN(error) ? '-' : error.toPrecision(4)
}

function row(channel: string, values: string, romae: string, linear: string): string {
  return `  ${channel.padEnd(24)}${values.padStart(10)}${romae.padStart(12)}${linear.padStart(24)}`
}

/** How many cells no window could fill, why, and what would. */
export function unfilledLines(
  series: readonly TimeSeries[],
  filled: readonly TimeSeries[],
  window: number,
): readonly string[] {
  const left = countMissing(filled)
  if (left === 0) return []
  const lost = countMissing(filled.filter((_, index) => !isAnywhereObserved(series[index]!)))
  const reachable = left - lost
  const unseen = longestUnseen(series, filled)
  const reasons = [
    ...(reachable > 0
      ? [`a window of ${window} around ${reachable} has no observed value, --window ${2 * unseen} reaches them`]
      : []),
    ...(lost > 0 ? [`${lost} are in series of which nothing is observed`] : []),
  ]
  return [`\n${left} of ${countMissing(series)} missing cells stay empty: ${reasons.join('; ')}`]
}

function isAnywhereObserved(series: TimeSeries): boolean {
  return rowsOf(series).missing.some((flags) => flags.includes(0))
}
