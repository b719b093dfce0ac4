import { checkSeries } from '../series/check-series.ts'
import { fitHarmonics, type Harmonics, harmonicsOf } from '../series/harmonics.ts'
import { seasonalPeriods } from '../series/seasonal-periods.ts'
import type { TimeSeries } from '../series/series.ts'
import { fillRows, onGrid } from './fill-rows.ts'
import type { FillingMethod } from './method.ts'

/** A channel of a series with fewer values has no season of its own. */
const LEAST_VALUES = 60

/** What is usual at that time of the day, the week and the year, where times are dated; else what is usual. */
export const climatology: FillingMethod = {
  name: 'climatology',
  label: 'climatology',
  fit(training) {
    const harmonics = climateOf(training)
    return {
      fill(series) {
        checkSeries(series)
        const grid = onGrid(series)
        return fillRows(grid, harmonicsOf(harmonics(series), grid))
      },
    }
  },
}

/** The harmonics of each series by its id, where it has values enough of each channel that has any; else those of all together. */
function climateOf(training: readonly TimeSeries[]): (series: TimeSeries) => Harmonics {
  const pooled = fitHarmonics(training)
  const own = new Map<string, Harmonics>()
  if (training.length > 1) {
    for (const one of training) {
      if (!one.channels.every(hasEnough)) continue
      own.set(one.id, fitHarmonics([one], { periods: seasonalPeriods([one]) }))
    }
  }
  return ({ id }) => own.get(id) ?? pooled
}

function hasEnough({ values }: { readonly values: Float64Array }): boolean {
  return values.filter((value) => !Number.isNaN(value)).length >= LEAST_VALUES
}
