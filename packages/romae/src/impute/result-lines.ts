import { visible } from '@romae/internal/errors'
import { rowsOf, type TimeSeries } from '@romae/timeseries'
import { bestOf, type MethodErrors } from './comparison.ts'
import type { Evaluation } from './evaluation.ts'
import { countMissing, longestUnseen } from './gaps.ts'
import { MODEL } from './methods.ts'

/** How a method is called in tables. */
export function labelOf(method: string): string {
  return method.replace(MODEL, 'RoMAE')
}

/** The errors on held-out values as a table, by channel and by length of gap, and which method to take for which. */
export function errorLines(channels: readonly string[], { methods, errors }: Evaluation): readonly string[] {
  return [
    '\nRMSE on observed values that training did not see; gaps in rows; * is the least',
    row('channel', 'values', methods.map(labelOf)),
    ...errors.flatMap(({ byGap, ...error }, index) => [
      errorRow(visible(channels[index]!), error),
      ...byGap.map((ofGap) => errorRow(`  gaps of ${ofGap.rows}`, ofGap)),
    ]),
    ...adviceLines(channels, { methods, errors }),
  ]
}

/** Which method has the least error where: in one line where it is the same throughout. */
function adviceLines(
  channels: readonly string[],
  { methods, errors }: Pick<Evaluation, 'methods' | 'errors'>,
): readonly string[] {
  const found = errors.map(({ byGap, ...error }) => {
    const parts = byGap.length === 0 ? [{ ...error, rows: null }] : byGap
    return parts.flatMap((part) => {
      const best = bestOf(part.errors)
      return best === null ? [] : [{ rows: part.rows, method: labelOf(methods[best]!) }]
    })
  })
  const all = new Set(found.flat().map(({ method }) => method))
  if (all.size === 0) return []
  if (all.size === 1) return [`\n${[...all][0]} has the least error throughout${wayTo([...all][0]!)}`]
  const lines = found.flatMap((parts, channel) => {
    const byMethod = new Map<string, (string | null)[]>()
    for (const { rows, method } of parts) byMethod.set(method, [...(byMethod.get(method) ?? []), rows])
    const texts = Array.from(byMethod, ([method, rows]) =>
      byMethod.size === 1 || rows[0] === null ? method : `${method} for gaps of ${rows.join(', ')}`,
    )
    return texts.length === 0 ? [] : [`  ${visible(channels[channel]!)}: ${texts.join('; ')}`]
  })
  return ['\nThe least error has (--best takes it):', ...lines]
}

function wayTo(method: string): string {
  return method === labelOf(MODEL) ? '' : ': --best takes it'
}

/** A row of a table of errors: the least is marked. */
export function errorRow(name: string, { count, unfilled, errors }: MethodErrors): string {
  const values = unfilled === 0 ? String(count) : `${count} of ${count + unfilled}`
  const best = bestOf(errors)
  return row(
    name,
    values,
    errors.map((error, method) => `${Number.isNaN(error) ? '-' : error.toPrecision(4)}${method === best ? '*' : ' '}`),
  )
}

export function row(channel: string, values: string, cells: readonly string[]): string {
  return `  ${channel.padEnd(24)}${values.padStart(10)}${cells.map((cell) => cell.padStart(13)).join('')}`
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
