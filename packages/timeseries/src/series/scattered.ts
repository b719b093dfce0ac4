import type { Random } from '@romae/internal/random'
import { mean, variance } from '@romae/internal/statistics'
import type { HiddenEntries } from './draw-gaps.ts'
import { type Rows, rowsOf } from './rows.ts'
import type { TimeSeries } from './series.ts'

/** Values that each channel keeps: of less there is neither a line nor a spread. */
const LEAST_KEPT = 2
/** How much likelier a value is hidden for each standard deviation of the channel that decides: e to this. */
const STEEPNESS = 1.5

/** Single values, each as likely, whatever channel and series it is of. */
export function scattered(series: readonly TimeSeries[], count: number, random: Random): HiddenEntries {
  return choose(series, count, random, () => 1)
}

/**
 * Single values, the likelier the larger another channel is in that row. What decides is never hidden itself: one half of the channels
 * decides in the first half of a series' rows, the other half of them in the second.
 */
export function atRandom(series: readonly TimeSeries[], count: number, random: Random): HiddenEntries {
  const channels = series[0]!.channels.length
  const order = random.shuffle(Array.from({ length: channels }, (_, channel) => channel))
  const half = Math.floor(channels / 2)
  const sides = [order.slice(0, half), order.slice(half)]
  const decides = Array.from({ length: channels }, (_, channel) => (sides[0]!.includes(channel) ? 0 : 1))
  const rows = series.map(rowsOf)
  const standard = standardizer(series)
  const grids = series.map((one, index) => one.channels.map((_, channel) => gridOf(one, channel, rows[index]!)))
  return choose(series, count, random, (index, channel, entry) => {
    const { places, times } = rows[index]!
    const row = places[channel]![entry]!
    const side = row < times.length / 2 ? 0 : 1
    if (decides[channel] === side) return 0
    const driver = sides[side]![channel % sides[side]!.length]!
    const value = standard(driver, grids[index]![driver]![row]!)
    return Math.exp(STEEPNESS * (Number.isNaN(value) ? 0 : Math.max(-3, Math.min(3, value))))
  })
}

/** The values of a channel by row, NaN where it has none. */
function gridOf(series: TimeSeries, channel: number, { places, times }: Rows): Float64Array {
  const grid = new Float64Array(times.length).fill(Number.NaN)
  places[channel]!.forEach((row, entry) => {
    grid[row] = series.channels[channel]!.values[entry]!
  })
  return grid
}

function standardizer(series: readonly TimeSeries[]): (channel: number, value: number) => number {
  const statistics = series[0]!.channels.map((_, channel) => {
    const values = series.flatMap(({ channels }) => [...channels[channel]!.values.filter((one) => !Number.isNaN(one))])
    return { center: mean(values), spread: Math.sqrt(variance(values)) }
  })
  return (channel, value) => {
    const { center, spread } = statistics[channel]!
    return (value - center) / spread
  }
}

/**
 * Observed values without replacement by weights: those with the least of `-log(uniform) / weight` (Efraimidis and Spirakis
 * 2006). A weight of 0 is never chosen.
 */
function choose(
  series: readonly TimeSeries[],
  count: number,
  random: Random,
  weightOf: (series: number, channel: number, entry: number) => number,
): HiddenEntries {
  const hidden = series.map(({ channels }) => channels.map(({ values }) => new Uint8Array(values.length)))
  const channels = series[0]?.channels.length ?? 0
  const left = new Array<number>(channels).fill(-LEAST_KEPT)
  const places: [series: number, channel: number, entry: number][] = []
  const keys: number[] = []
  series.forEach((one, index) => {
    one.channels.forEach(({ values }, channel) => {
      values.forEach((value, entry) => {
        if (Number.isNaN(value)) return
        left[channel]!++
        const weight = weightOf(index, channel, entry)
        const uniform = 1 - random.uniform()
        if (!(weight > 0)) return
        places.push([index, channel, entry])
        keys.push(-Math.log(uniform) / weight)
      })
    })
  })
  const order = Uint32Array.from(places.keys()).sort((a, b) => keys[a]! - keys[b]!)
  let chosen = 0
  for (const place of order) {
    if (chosen >= count) break
    const [index, channel, entry] = places[place]!
    if (left[channel]! <= 0) continue
    left[channel]!--
    hidden[index]![channel]![entry] = 1
    chosen++
  }
  return hidden
}
