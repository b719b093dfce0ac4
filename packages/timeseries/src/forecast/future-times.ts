import { count, type OptionsOf, type Schema } from '@romae/internal/options'
import { errors } from '../errors.ts'
import { positive, readOptions } from '../options.ts'
import { TIME_UNITS, type TimeUnit } from '../readers/time/moment.ts'
import { calendarStart } from '../series/calendar-start.ts'
import { mergedTimes } from '../series/merged-times.ts'
import type { TimeSeries } from '../series/series.ts'
import { typicalSteps } from '../series/typical-steps.ts'

const schema = {
  count: { ...count, required: true, help: 'how many times' },
  after: { kind: 'number', help: 'the time that they follow; the last of the series by default' },
  step: { ...positive, help: 'from one time to the next; the typical step of the series by default' },
} as const satisfies Schema

/** What {@link futureTimes} makes. */
export interface FutureTimesOptions extends OptionsOf<typeof schema> {}

const DAY = TIME_UNITS.days
/** A month has more days than this; shorter steps are no months. */
const LEAST_MONTH = 27.5 * DAY

/**
 * The times that follow those of a series, one typical step apart. Where all dates of the series lie on one day of their months, or on
 * the last one, as those of months, quarters and years do, so do the times that follow.
 *
 * @throws RomaeError `TIMESERIES_NO_STEP` for a series of fewer than two times, where no step is given
 */
export function futureTimes(series: TimeSeries, options: FutureTimesOptions): Float64Array {
  const { count: wanted, step: given, ...rest } = readOptions('futureTimes', schema, options)
  const times = mergedTimes(series)
  const after = rest.after ?? times.at(-1)
  const step = given ?? typicalSteps([series])?.step
  if (after === undefined || step === undefined) throw errors.TIMESERIES_NO_STEP({ id: series.id, times: times.length })
  const monthly = given === undefined ? monthsAfter(series, times, after) : null
  return Float64Array.from({ length: wanted }, (_, index) => monthly?.(index + 1) ?? after + (index + 1) * step)
}

/** A time so many typical steps after another, in calendar months; null of a series whose times are no such dates. */
function monthsAfter(series: TimeSeries, times: Float64Array, after: number): ((steps: number) => number) | null {
  const { timeUnit: unit } = series
  if (unit === undefined || !Object.hasOwn(TIME_UNITS, unit) || times.length < 2) return null
  const length = TIME_UNITS[unit as TimeUnit]
  const start = calendarStart(series)
  const dateOf = (time: number) => Math.round((start + time) * length)
  const dates = Array.from(times, dateOf)
  const steps = dates.slice(1).map((date, index) => date - dates[index]!)
  if (steps.some((one) => one < LEAST_MONTH)) return null
  // The last days of months are the day before the first of the next.
  const shift = [0, DAY].find((one) =>
    [...dates, dateOf(after)].every((date) => isSameDay(date + one, dates[0]! + one)),
  )
  if (shift === undefined) return null
  const months = dates.map((date) => monthOf(date + shift))
  const apart = months.slice(1).map((month, index) => month - months[index]!)
  const typical = apart.sort((a, b) => a - b)[(apart.length - 1) >> 1]!
  const first = new Date(dateOf(after) + shift)
  return (count) => {
    const date = new Date(first)
    date.setUTCMonth(first.getUTCMonth() + count * typical)
    return (date.getTime() - shift) / length - start
  }
}

/** Whether two dates are on one day of their months at one time of the day: one that every month has. */
function isSameDay(date: number, other: number): boolean {
  const [one, two] = [new Date(date), new Date(other)]
  return one.getUTCDate() === two.getUTCDate() && one.getUTCDate() <= 28 && (date - other) % DAY === 0
}

function monthOf(date: number): number {
  const one = new Date(date)
  return 12 * one.getUTCFullYear() + one.getUTCMonth()
}
