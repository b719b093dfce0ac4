import { withChannels } from '../series/select.ts'
import type { SeriesChannel, TimeSeries } from '../series/series.ts'
import type { ForecastTask } from './forecast-task.ts'

/** The last window of a series, whose end is to be forecast. */
export interface ForecastingWindow {
  /** What is known of it, and 0 for what is wanted: what the tokens are made of. */
  readonly complete: TimeSeries
  /** `[token]`: 1 = wanted; tokens are in order of channel, then time. */
  readonly hidden: Uint8Array
  /** The series at the wanted times, from the window as the model filled it. */
  result(restored: TimeSeries, at: Float64Array): TimeSeries
}

/** One channel of a window: its known values and its wanted ones, in order of time. */
interface Entries {
  readonly channel: SeriesChannel
  /** `[entry]`: 1 = wanted. */
  readonly hidden: Uint8Array
  /** `[wanted time]`: the entry that it became; -1 where the value is known. */
  readonly places: Int32Array
  /** `[wanted time]`: what is known there; NaN of what is wanted. */
  readonly given: Float64Array
}

/** @param known names of channels that may have values among the wanted times */
export function forecastingWindow(
  { series, at }: ForecastTask,
  length: number,
  known: readonly string[],
): ForecastingWindow {
  const from = at.at(-1)! - length
  const entries = series.channels.map((channel) => {
    const isKnown = channel.name !== undefined && known.includes(channel.name)
    return entriesOf(channel, at, from, isKnown ? at.at(-1)! : at[0]!)
  })
  const hidden = new Uint8Array(entries.reduce((sum, one) => sum + one.hidden.length, 0))
  let offset = 0
  for (const one of entries) {
    hidden.set(one.hidden, offset)
    offset += one.hidden.length
  }
  const complete = withChannels(
    series,
    entries.map(({ channel }) => channel),
  )
  function result(restored: TimeSeries, times: Float64Array): TimeSeries {
    const channels = series.channels.map(({ name, unit, extras }, index): SeriesChannel => {
      const { places, given } = entries[index]!
      const { values } = restored.channels[index]!
      return {
        ...(name !== undefined && { name }),
        ...(unit !== undefined && { unit }),
        times,
        values: given.map((own, target) => (places[target] === -1 ? own : values[places[target]!]!)),
        ...(extras && { extras: extras.map(() => new Float64Array(times.length).fill(Number.NaN)) }),
      }
    })
    return withChannels(series, channels)
  }
  return { complete, hidden, result }
}

/** What a channel has after one time and up to another, and the wanted times at which it has nothing. */
function entriesOf(channel: SeriesChannel, at: Float64Array, from: number, to: number): Entries {
  const { name, times, values, extras } = channel
  const isSeen = (index: number) => times[index]! > from && times[index]! <= to && !Number.isNaN(values[index])
  const seen = [...times.keys()].filter(isSeen)
  const valueAt = new Map(seen.map((index) => [times[index]!, values[index]!]))
  const all = [
    ...seen.map((index) => ({ time: times[index]!, index, target: -1 })),
    ...Array.from(at, (time, target) => ({ time, index: -1, target })).filter(({ time }) => !valueAt.has(time)),
  ].sort((a, b) => a.time - b.time)
  const places = new Int32Array(at.length).fill(-1)
  all.forEach(({ target }, entry) => {
    if (target !== -1) places[target] = entry
  })
  const pick = (column: Float64Array) => Float64Array.from(all, ({ index }) => (index === -1 ? 0 : column[index]!))
  return {
    channel: {
      ...(name !== undefined && { name }),
      ...(channel.unit !== undefined && { unit: channel.unit }),
      times: Float64Array.from(all, ({ time }) => time),
      values: pick(values),
      ...(extras && { extras: extras.map(pick) }),
    },
    hidden: Uint8Array.from(all, ({ target }) => (target === -1 ? 0 : 1)),
    places,
    given: at.map((time) => valueAt.get(time) ?? Number.NaN),
  }
}
