import { visible } from '@romae/internal/errors'
import type { TimeSeries } from '../series/series.ts'
import { type Column, forEachValue } from './column-values.ts'
import { robustStatistics } from './robust-statistics.ts'
import type { ColumnStatistics } from './statistics.ts'

/** A number of the data, by its place. */
export interface PlacedValue {
  /** Of the series. */
  readonly id: string
  readonly time: number
  /** After its transform, where there is one. */
  readonly value: number
}

/** Mean and deviation of a column that a few of its values decide. */
export interface StatisticsWarning {
  readonly message: string
  /** The channel's index; its name is in the message. */
  readonly channel: number
  /** 0: the values; then the extras; last relative values, where there are some. */
  readonly column: number
  /** What was fitted. */
  readonly statistics: ColumnStatistics
  /** Median and spread of the column, for comparison: what `standardize: 'robust'` would have taken. */
  readonly robust: ColumnStatistics
  /** The fewest values that make 80 % of the squared deviations, and how many there are in all. */
  readonly few: number
  readonly of: number
  /** Up to three of them, the farthest first. */
  readonly farthest: readonly PlacedValue[]
}

/** Of fewer values nobody can say what is usual among them. */
const LEAST_VALUES = 8
/** What part of the squared deviations the few make. */
const DECISIVE = 0.8
/** Up to what part of the values are a few. */
const FEW = 0.02
/** A deviation so many times the usual spread is none that the values in general have. */
const TIMES_THE_SPREAD = 20
const SHOWN = 3

/**
 * Looks whether a few values make a column's mean and deviation, such as one cell of 1e30 among thousands near 1: all others
 * then become the same number. They do where at most 2 % of the values (at least one) make 80 % of the squared deviations
 * from the median, or where the deviation is more than 20 times the spread of the middle half.
 *
 * @param sorted the column's values, the least first
 * @param name of the column, for the message
 * @returns null where they do not
 */
export function decidedByFew(
  all: readonly TimeSeries[],
  column: Column,
  name: string,
  sorted: Float64Array,
  statistics: ColumnStatistics,
): StatisticsWarning | null {
  const of = sorted.length
  if (of < LEAST_VALUES || sorted[0] === sorted[of - 1]) return null
  const robust = robustStatistics(sorted)
  const few = fewestThatDecide(sorted, robust.mean)
  const isSpreadKnown = sorted[Math.floor(of / 4)] !== sorted[Math.ceil((3 * of) / 4)]
  const isFar = isSpreadKnown && statistics.std > TIMES_THE_SPREAD * robust.std
  if (few > Math.max(1, FEW * of) && !isFar) return null
  const farthest = farthestValues(all, column, robust.mean, Math.min(SHOWN, few))
  const message = describe({ name, few, of, farthest, statistics, robust, timeUnit: all[0]!.timeUnit })
  return { message, channel: column.channel, column: column.column, statistics, robust, few, of, farthest }
}

/** How many of the values that are farthest from the median make the decisive part of the squared deviations. */
function fewestThatDecide(sorted: Float64Array, median: number): number {
  // In units of the largest deviation, for squares overflow sooner than values.
  const largest = Math.max(median - sorted[0]!, sorted[sorted.length - 1]! - median)
  const square = (value: number) => ((value - median) / largest) ** 2
  const sum = sorted.reduce((total, value) => total + square(value), 0)
  let [low, high, made, count] = [0, sorted.length - 1, 0, 0]
  while (made < DECISIVE * sum) {
    const [below, above] = [square(sorted[low]!), square(sorted[high]!)]
    if (below > above) low++
    else high--
    made += Math.max(below, above)
    count++
  }
  return count
}

function farthestValues(all: Iterable<TimeSeries>, column: Column, median: number, count: number): PlacedValue[] {
  const farthest: PlacedValue[] = []
  const distance = ({ value }: PlacedValue) => Math.abs(value - median)
  forEachValue(all, column, (value, { id, time }) => {
    const last = farthest.at(-1)
    if (farthest.length === count && Math.abs(value - median) <= distance(last!)) return
    farthest.push({ id, time, value })
    farthest.sort((a, b) => distance(b) - distance(a))
    if (farthest.length > count) farthest.pop()
  })
  return farthest
}

function describe(found: {
  readonly name: string
  readonly few: number
  readonly of: number
  readonly farthest: readonly PlacedValue[]
  readonly statistics: ColumnStatistics
  readonly robust: ColumnStatistics
  readonly timeUnit: string | undefined
}): string {
  const { name, few, of, farthest, statistics, robust, timeUnit } = found
  const unit = timeUnit === undefined ? '' : ` ${timeUnit}`
  const some = farthest
    .map(({ id, time, value }) => `${value} in series "${visible(id)}" at time ${time}${unit}`)
    .join(', ')
  const rest = few > farthest.length ? `, and ${few - farthest.length} more` : ''
  return (
    `${name}: ${few} of ${of} values decide the mean ${short(statistics.mean)} and the deviation ${short(statistics.std)} ` +
    `(median ${short(robust.mean)}, spread ${short(robust.std)}): ${some}${rest}; look at them, or take ` +
    'standardize: "robust" with a clip, or a transform such as "asinh"'
  )
}

function short(value: number): string {
  const rounded = Number(value.toPrecision(4))
  return Math.abs(rounded) < 1e6 ? String(rounded) : rounded.toExponential()
}
