import { gapLengths, rowsOf, type TimeSeries } from '@romae/timeseries'
import { errorsOf, type Measured, type MethodErrors } from './comparison.ts'
import { GAP_LENGTHS, lengthOf } from './gap-lengths.ts'

/** Methods from the best to the worst, by channel and length of gap: `[channel][length]`. */
export type Choice = readonly (readonly (readonly number[])[])[]

/**
 * Values by which the order in a channel is believed before that in one of its gap lengths, and the order of all channels before that
 * in one: a few values must not choose a method.
 */
const BELIEF = 50

/**
 * Ranks methods for every channel and length of gap by the mean squared error on the values given, in parts of what all
 * methods have on average; where there are few values, by what the method does in the channel, and in all of them, besides.
 */
export function choose(measured: readonly Measured[], channels: number, methods: number): Choice {
  const all = ratios(measured, methods, new Array<number>(methods).fill(1))
  return Array.from({ length: channels }, (_, channel) => {
    const own = measured.filter((value) => value.channel === channel)
    const ofChannel = ratios(own, methods, all)
    return Array.from({ length: GAP_LENGTHS }, (_, length) => {
      const ofLength = ratios(
        own.filter((value) => value.length === length),
        methods,
        ofChannel,
      )
      return [...ofLength.keys()].sort((a, b) => ofLength[a]! - ofLength[b]!)
    })
  })
}

/** A value that a method left empty counts a little more than the worst of the others there: the next one fills it. */
const EMPTY = 1.01

/** By method, the mean squared error in parts of the mean of all, with what was believed before. */
function ratios(values: readonly Measured[], methods: number, before: readonly number[]): number[] {
  // Each channel in its own unit: a channel of large numbers decides no more than others.
  const sums = new Array<number>(methods).fill(0)
  for (const channel of new Set(values.map((value) => value.channel))) {
    const own = values.filter((value) => value.channel === channel)
    const squares = new Array<number>(methods).fill(0)
    for (const { actual, predicted } of own) {
      const errors = predicted.map((one) => (one - actual) ** 2)
      const worst = Math.max(0, ...errors.filter(Number.isFinite))
      errors.forEach((error, method) => {
        squares[method]! += Number.isFinite(error) ? error : EMPTY * worst
      })
    }
    const mean = squares.reduce((sum, one) => sum + one, 0) / methods
    squares.forEach((one, method) => {
      sums[method]! += own.length * (mean > 0 ? one / mean : 1)
    })
  }
  return sums.map((sum, method) => (sum + BELIEF * before[method]!) / (values.length + BELIEF))
}

/** The errors of a choice, as those of one more method, at the end. */
export function errorsOfChoice(values: readonly Measured[], choice: Choice, methods: number): MethodErrors {
  const withChoice = values.map((value) => ({
    ...value,
    predicted: [
      ...value.predicted,
      chosenOf(choice, value.channel, value.length, (one) => value.predicted[one]!).value,
    ],
  }))
  return errorsOf(withChoice, methods + 1)
}

/** The value of the first method in the order that has one. */
export function chosenOf(choice: Choice, channel: number, length: number, valueBy: (method: number) => number) {
  const order = choice[channel]![length]!
  const method = order.find((one) => Number.isFinite(valueBy(one))) ?? order[0]!
  return { method, value: valueBy(method) }
}

/** Series filled by the method that was chosen for each cell. */
export interface ChosenFilled {
  readonly filled: readonly TimeSeries[]
  /** `[series][channel][row]`: the method, -1 where there was a value, or none was found. */
  readonly origins: readonly (readonly Int8Array[])[]
}

/**
 * @param series as the file has them
 * @param byMethod the same, filled, in the order of the choice: on the merged times of each series
 */
export function fillByChoice(
  series: readonly TimeSeries[],
  byMethod: readonly (readonly TimeSeries[])[],
  choice: Choice,
): ChosenFilled {
  const results = series.map((one, index) => {
    const { missing } = rowsOf(one)
    const [first] = byMethod
    const origins = missing.map(({ length }) => new Int8Array(length).fill(-1))
    const channels = first![index]!.channels.map((channel, place) => {
      const lengths = gapLengths(missing[place]!)
      const values = channel.values.map((own, row) => {
        if (missing[place]![row] === 0) return own
        const valueBy = (method: number) => byMethod[method]![index]!.channels[place]!.values[row]!
        const { method, value } = chosenOf(choice, place, lengthOf(lengths[row]!), valueBy)
        if (Number.isFinite(value)) origins[place]![row] = method
        return value
      })
      return { ...channel, values }
    })
    return { filled: { ...first![index]!, channels }, origins }
  })
  return { filled: results.map(({ filled }) => filled), origins: results.map(({ origins }) => origins) }
}
