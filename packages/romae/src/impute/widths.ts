import type { TimeSeries } from '@romae/timeseries'
import { type FittedSmoother, kalman } from '@romae/timeseries/baselines'
import { type Fitted, MODEL, SMOOTHED_MEAN } from './methods.ts'

/** How far off what a method filled into a series may be by what it knows: `[channel][row]`, widths to both sides. */
export interface Widths {
  readonly below: readonly ArrayLike<number>[]
  readonly above: readonly ArrayLike<number>[]
}

/** By method, of those that know: for each series. */
export type WidthsByMethod = ReadonlyMap<string, readonly Widths[]>

/** The standard deviations of the methods that have some. */
export function widthsOf(fitted: readonly Fitted[], series: readonly TimeSeries[]): WidthsByMethod {
  const known = fitted.filter((method): method is Fitted & FittedSmoother => 'fillWithDeviations' in method)
  return new Map(
    known.map(({ name, fillWithDeviations }) => [
      name,
      series.map((one) => {
        const { deviations } = fillWithDeviations(one)
        return { below: deviations, above: deviations }
      }),
    ]),
  )
}

/** Those of the model by its name; none where it has none. */
export function modelWidths(widths: readonly Widths[] | null): WidthsByMethod {
  return widths === null ? new Map() : new Map([[MODEL, widths]])
}

/** With those of the mean of the model and the smoother. */
export function withMeanWidths(byMethod: WidthsByMethod): WidthsByMethod {
  return withWidthsOfMean(byMethod, kalman.name, SMOOTHED_MEAN)
}

/** With those of the mean of the model and another method that has some: their mean, or those of the other. */
export function withWidthsOfMean(byMethod: WidthsByMethod, other: string, name: string): WidthsByMethod {
  const [ofModel, ofOther] = [byMethod.get(MODEL), byMethod.get(other)]
  if (ofOther === undefined) return byMethod
  const mean = ofOther.map((one, index) => {
    const own = ofModel?.[index]
    if (own === undefined) return one
    return { below: meanOf(one.below, own.below), above: meanOf(one.above, own.above) }
  })
  return new Map([...byMethod, [name, mean]])
}

function meanOf(one: readonly ArrayLike<number>[], other: readonly ArrayLike<number>[]): Float64Array[] {
  return one.map((column, channel) => Float64Array.from(column, (width, row) => width / 2 + other[channel]![row]! / 2))
}
