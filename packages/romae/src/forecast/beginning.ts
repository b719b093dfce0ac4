import { RomaeError } from '@romae/internal/errors'
import { type ChannelForecastErrors, forecastErrors, sliceTime, type TimeSeries } from '@romae/timeseries'
import { type ForecastingMethod, seasonalNaive, vectorAutoregression } from '@romae/timeseries/baselines'
import { hasValues, originsIn, sortedTimes } from './parts.ts'

/** What a model begins with: nothing, or what an autoregression says of the rows to come (decision 37). */
export type Beginning = 'none' | 'smoother'

/** The part of the rows at the end of what may be learned from, from which both are tried. */
const TRIED = 0.2
/** Origins, at most: they tell which of the two is better, not by how much. */
const MOST_ORIGINS = 40
/** Multiplications that the autoregression may take to be fitted: some seconds. */
const MOST_WORK = 5e9

/**
 * Whether an autoregression is worth beginning with: where it is nearer to the last part of the training rows than what was a season
 * before, in the mean of channels. Where it is not, a model has to unlearn it first: on the loads of a transformer its forecasts were a
 * seventh worse with the autoregression than without, and on three airports' weather, which drifts, half as far off with it.
 *
 * @param kept what may be learned from
 */
export function fittingBeginning(
  kept: readonly TimeSeries[],
  { horizon, known }: { readonly horizon: number; readonly known: readonly string[] },
): Beginning {
  if ((vectorAutoregression.work?.(kept) ?? 0) > MOST_WORK) return 'none'
  const times = sortedTimes(kept)
  const from = times[Math.floor((1 - TRIED) * times.length)]
  if (from === undefined) return 'none'
  const before = kept.map((one) => sliceTime(one, { to: from })).filter(hasValues)
  const { origins } = originsIn(kept, [[from, Infinity]], { horizon, known, most: MOST_ORIGINS })
  if (before.length === 0 || origins.length === 0) return 'none'
  const errorsOf = ({ fit }: ForecastingMethod): readonly ChannelForecastErrors[] => {
    const { forecast } = fit(before)
    return forecastErrors(
      origins,
      origins.map(({ series, at }) => forecast(series, at)),
    )
  }
  try {
    const [own, naive] = [errorsOf(vectorAutoregression), errorsOf(seasonalNaive)]
    const ratios = own.map(({ mae }, channel) => mae / naive[channel]!.mae).filter(Number.isFinite)
    return ratios.reduce((sum, ratio) => sum + ratio - 1, 0) < 0 ? 'smoother' : 'none'
  } catch (cause) {
    // Too little to fit it to: there is nothing to begin with.
    if (RomaeError.isInstance(cause)) return 'none'
    throw cause
  }
}
