import { climatology } from '../climatology.ts'
import { exponentialSmoothing } from '../exponential-smoothing/exponential-smoothing.ts'
import { kalman } from '../kalman.ts'
import { byFilling } from './by-filling.ts'
import type { ForecastingMethod } from './method.ts'
import { naive } from './naive.ts'
import { seasonalNaive } from './seasonal-naive.ts'

/** What is usual at that time of the day, the week and the year, and a strong trend (`fitHarmonics`). */
export const harmonics: ForecastingMethod = byFilling(climatology, {
  name: 'harmonics',
  label: 'harmonics',
  entries: 0,
})

/** Of what is further back nothing is left in a state. */
const REMEMBERED = 1000

/**
 * A vector autoregression of order 1 after the season is taken out, observed with noise: the smoother `kalman` run on beyond the last
 * value. What is known of the future of some channels tells of the others.
 */
export const vectorAutoregression: ForecastingMethod = byFilling(kalman, {
  name: 'var',
  label: 'VAR(1) with harmonics',
  entries: REMEMBERED,
})

/** All baselines of forecasting, the simplest first. */
export const forecasters: readonly ForecastingMethod[] = [
  naive,
  seasonalNaive,
  harmonics,
  exponentialSmoothing,
  vectorAutoregression,
]
