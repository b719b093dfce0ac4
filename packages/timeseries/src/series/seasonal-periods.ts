import { TIME_UNITS } from '../readers/time/moment.ts'
import { calendarStart } from './calendar-start.ts'
import type { TimeSeries } from './series.ts'
import { typicalSteps } from './typical-steps.ts'

/** A period of the calendar in which series may repeat themselves. */
export interface SeasonalPeriod {
  readonly name: 'day' | 'week' | 'year'
  /** In the unit of the times. */
  readonly length: number
  /** How many harmonics describe it: waves of the whole period, of a half, of a third, … */
  readonly harmonics: number
}

/**
 * Harmonics by period, where the steps are fine enough for them. Of a day four: mornings and evenings, six hours apart at
 * the least. Of a week three, which is any course over its seven days. Of a year three: waves of four months, so that spring and
 * autumn may differ, and single spells of weather are left alone.
 */
const PERIODS = [
  { name: 'day', days: 1, harmonics: 4 },
  { name: 'week', days: 7, harmonics: 3 },
  { name: 'year', days: 365.2425, harmonics: 3 },
] as const

/** How often a period has to be covered from the first to the last observed value. */
const LEAST_COVERED = 2

/**
 * The periods of the calendar that can be told from series: day, week and year, where times are dated (`timeUnit`), the
 * observed values span two of the period, and their typical step is fine enough for its waves. Nothing where times are not dated,
 * or count in several units.
 *
 * @param series with increasing times
 */
export function seasonalPeriods(series: readonly TimeSeries[]): SeasonalPeriod[] {
  const unit = series[0]?.timeUnit
  if (unit === undefined || !Object.hasOwn(TIME_UNITS, unit)) return []
  if (series.some(({ timeUnit }) => timeUnit !== unit)) return []
  const step = typicalSteps(series)?.step
  if (step === undefined) return []
  const [from, to] = observedSpan(series)
  const perDay = TIME_UNITS.days / TIME_UNITS[unit as keyof typeof TIME_UNITS]
  return PERIODS.flatMap(({ name, days, harmonics: most }) => {
    const length = days * perDay
    // A wave of two steps or less looks like a slower one.
    const harmonics = Math.min(most, Math.ceil(length / (2 * step)) - 1)
    // The last value stands for a step as well: two years of days are two years.
    return to - from + step >= LEAST_COVERED * length && harmonics > 0 ? [{ name, length, harmonics }] : []
  })
}

/** The first and the last time of an observed value, as they count from 1970. */
function observedSpan(series: readonly TimeSeries[]): readonly [number, number] {
  let [from, to] = [Infinity, -Infinity]
  for (const one of series) {
    const start = calendarStart(one)
    for (const { times, values } of one.channels) {
      const first = values.findIndex((value) => !Number.isNaN(value))
      if (first === -1) continue
      const last = values.findLastIndex((value) => !Number.isNaN(value))
      from = Math.min(from, start + times[first]!)
      to = Math.max(to, start + times[last]!)
    }
  }
  return [from, to]
}
