import type { ChannelForecastErrors, TimeSeries } from '@romae/timeseries'

/** Methods from the best to the worst, by channel and horizon: `[channel][step]`. */
export type ForecastChoice = readonly (readonly (readonly number[])[])[]

/** Targets by which the order at one horizon is believed as much as that in the whole channel: a few must not choose a method. */
const BELIEF = 50

/**
 * Ranks methods for every channel and horizon by the mean squared error, in parts of what all have on average there; where there are few
 * targets, by what the method does at all horizons besides.
 *
 * @param errors `[method][channel]`
 */
export function choose(errors: readonly (readonly ChannelForecastErrors[])[]): ForecastChoice {
  const channels = errors[0]?.length ?? 0
  return Array.from({ length: channels }, (_, channel) => {
    const all = parts(errors.map((one) => one[channel]!.rmse))
    const horizon = errors[0]![channel]!.byHorizon.length
    return Array.from({ length: horizon }, (_, step) => {
      const own = errors.map((one) => one[channel]!.byHorizon[step]!)
      const here = parts(own.map(({ rmse }) => rmse))
      const { count } = own[0]!
      const scores = errors.map((_, method) => {
        return count === 0 ? all[method]! : (count * here[method]! + BELIEF * all[method]!) / (count + BELIEF)
      })
      return [...errors.keys()].sort((a, b) => scores[a]! - scores[b]!)
    })
  })
}

/** Squares in parts of their mean; of a method that left a target empty, more than any. */
function parts(rmse: readonly number[]): number[] {
  const squares = rmse.map((one) => one ** 2)
  const known = squares.filter(Number.isFinite)
  const mean = known.reduce((sum, one) => sum + one, 0) / known.length
  return squares.map((one) => (Number.isFinite(one) ? (mean > 0 ? one / mean : 1) : Number.MAX_VALUE))
}

/**
 * One forecast of several: each value by the first method in its order that has one.
 *
 * @param byMethod in the order of the choice
 * @returns `methods[channel][step]` with it: -1 where none has a value
 */
export function byChoice(choice: ForecastChoice, byMethod: readonly TimeSeries[]) {
  const [first] = byMethod
  const methods: Int8Array[] = []
  const channels = first!.channels.map((channel, index) => {
    const used = new Int8Array(channel.values.length).fill(-1)
    const values = channel.values.map((own, step) => {
      const valueBy = (method: number) => byMethod[method]!.channels[index]!.values[step]!
      const method = choice[index]![step]!.find((one) => Number.isFinite(valueBy(one)))
      if (method === undefined) return own
      used[step] = method
      return valueBy(method)
    })
    methods.push(used)
    return { ...channel, values }
  })
  return { forecast: { ...first!, channels }, methods }
}
