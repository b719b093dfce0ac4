import { channelLabel } from '@romae/internal/channels'
import type { OptionValues } from '@romae/tokenizer/modality'
import { mergedTimes } from '../series/merged-times.ts'
import type { TimeSeries } from '../series/series.ts'
import { typicalSteps } from '../series/typical-steps.ts'
import type { SeriesData } from './options.ts'
import { describeSpan } from './time-unit.ts'

/** Channels whose gaps are listed one by one. */
const SHOWN_CHANNELS = 20

/** Times, sampling, channels and gaps, for who looks at files before training. */
export function inspect(
  series: readonly TimeSeries[],
  options: OptionValues,
): readonly (readonly [label: string, value: string])[] {
  if (series.length === 0) return []
  const { timeUnit, channels: names = [] } = options as Partial<SeriesData>
  const rows = series.map((one) => mergedTimes(one))
  const counts = rows.map(({ length }) => length)
  const spans = rows.map((times) => (times.at(-1) ?? 0) - (times[0] ?? 0))
  const gaps = rows.map(longestStep)
  const steps = typicalSteps(series)
  const span = (value: number) => describeSpan(value, timeUnit)
  const channels = series[0]!.channels.map(({ name, unit }, channel) =>
    channelLabel(name ?? names[channel] ?? `channel ${channel + 1}`, unit),
  )
  return [
    ['channels', `${channels.length}: ${listed(channels)}`],
    ['time stamps', `${range(counts, String)} a series`],
    ['span', range(spans, span)],
    ...(steps === null ? [] : [['typical step', span(steps.step)] as const]),
    ['longest step', span(Math.max(...gaps))],
    ...channels
      .slice(0, SHOWN_CHANNELS)
      .map((name, channel): [string, string] => [name, observedIn(series, rows, channel)]),
  ]
}

/** `89.2 % observed, from -3.5 to 31`. */
function observedIn(series: readonly TimeSeries[], rows: readonly Float64Array[], channel: number): string {
  let observed = 0
  let low = Infinity
  let high = -Infinity
  const unit = series[0]!.channels[channel]!.unit
  for (const { channels } of series) {
    for (const value of channels[channel]?.values ?? []) {
      if (Number.isNaN(value)) continue
      observed++
      low = Math.min(low, value)
      high = Math.max(high, value)
    }
  }
  const all = rows.reduce((sum, { length }) => sum + length, 0)
  if (observed === 0) return 'nothing observed'
  const share = Number(((100 * observed) / all).toPrecision(3))
  return `${share} % observed, from ${short(low)} to ${short(high)}${unit === undefined ? '' : ` ${unit}`}`
}

function longestStep(times: Float64Array): number {
  let longest = 0
  for (let index = 1; index < times.length; index++) longest = Math.max(longest, times[index]! - times[index - 1]!)
  return longest
}

function range(values: readonly number[], shown: (value: number) => string): string {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity)
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity)
  return low === high ? shown(low) : `${shown(low)} to ${shown(high)}`
}

function listed(names: readonly string[]): string {
  return names.length > SHOWN_CHANNELS
    ? `${names.slice(0, SHOWN_CHANNELS).join(', ')} and ${names.length - SHOWN_CHANNELS} more`
    : names.join(', ')
}

function short(value: number): string {
  return String(Number(value.toPrecision(6)))
}
