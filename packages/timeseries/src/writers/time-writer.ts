import { errors } from '../errors.ts'
import type { DecimalMark } from '../readers/csv/number-reader.ts'
import { compactLayout } from '../readers/time/compact-date.ts'
import { DateLayouts } from '../readers/time/date-layouts.ts'
import { addDecimals, subtractDecimals } from '../readers/time/decimal.ts'
import { EPOCH, spanBetween, TIME_UNITS, type TimeUnit } from '../readers/time/moment.ts'
import type { TimeLayout } from '../readers/time/time-layout.ts'
import type { TimeOptions } from '../readers/time/time-options.ts'
import { parseOrigin } from '../readers/time/time-origin.ts'
import type { TimeSeries } from '../series/series.ts'
import { DAY_STYLE, type DateScale, type DateStyle, dateText, TIME_STYLE } from './date-text.ts'
import { formatNumber, numberOf, numberText } from './number-text.ts'
import { Stamps } from './stamps.ts'

type WriteOptions = TimeOptions & { readonly decimal?: DecimalMark }

/**
 * Writes the times of one series: as the file had them that it was read from, and others in the style of their neighbours there.
 * Without such a file times are numbers, or dates where the options have a unit.
 */
export class TimeWriter {
  readonly #series: TimeSeries
  readonly #stamps: Stamps
  readonly #scale: DateScale | undefined
  readonly #layouts: DateLayouts
  readonly #own: DateStyle
  readonly #decimal: DecimalMark

  /** @param own the style of dates where the series has none from a file */
  constructor(series: TimeSeries, { timeUnit, timeFormat, decimal = '.' }: WriteOptions, own: DateStyle) {
    this.#series = series
    this.#stamps = new Stamps(series)
    this.#layouts = new DateLayouts(timeFormat === 'number' ? undefined : timeFormat)
    this.#own = own
    this.#decimal = decimal
    const known =
      series.timeUnit !== undefined && Object.hasOwn(TIME_UNITS, series.timeUnit) ? series.timeUnit : undefined
    // A series that only says what it counts may count from anywhere.
    const unit =
      timeUnit ??
      (this.#stamps.hasTexts || series.timeOrigin !== undefined ? (known as TimeUnit | undefined) : undefined)
    const origin = series.timeOrigin === undefined ? undefined : (parseOrigin(series.timeOrigin) ?? undefined)
    this.#scale = unit === undefined ? undefined : { unit, origin }
  }

  /** @throws RomaeError `TIMESERIES_DATE_RANGE` */
  text(time: number, ownText?: string | null): string {
    if (ownText != null && this.#says(ownText, time)) return ownText
    const stamp = this.#stamps.at(time)
    if (stamp !== undefined && this.#says(stamp, time)) return stamp
    return this.#scale === undefined ? this.#number(time) : this.#date(time, this.#scale)
  }

  #number(time: number): string {
    const { timeOrigin } = this.#series
    if (timeOrigin !== undefined) return addDecimals(timeOrigin, String(time)).replace('.', this.#decimal)
    return this.#stamps.has(time)
      ? formatNumber(time, this.#decimal)
      : numberText(time, this.#stamps.nearest(time), this.#decimal)
  }

  #date(time: number, scale: DateScale): string {
    const near = this.#stamps.nearest(time)
    const style = near === undefined ? undefined : this.#styleOf(near)
    const text = dateText(time, scale, style ?? this.#own)
    if (text === null) throw errors.TIMESERIES_DATE_RANGE({ time, unit: scale.unit })
    return text
  }

  /** How a first date is read whose digits do not say it: as compact, or by a text of the file whose time is known. */
  readonly #first = (text: string): TimeLayout | null => {
    if (this.#scale === undefined) return compactLayout(text)
    const { unit, origin = EPOCH } = this.#scale
    return compactLayout(text) ?? this.#stamps.layoutOf((date) => spanBetween(origin, date, unit))
  }

  #styleOf(text: string): DateStyle | undefined {
    const laidOut = this.#layouts.read(text, this.#first)
    return laidOut === null ? undefined : { ...laidOut, isUpper: /[A-Z]{3}/.test(text) && !/[a-z]/.test(text) }
  }

  /** Whether a text still stands for a time: the series may have been changed. What nobody can read is believed. */
  #says(text: string, time: number): boolean {
    if (this.#scale === undefined) {
      const { timeOrigin } = this.#series
      const number = numberOf(text, this.#decimal)
      // What nobody but parseTime can read is believed.
      if (Number.isNaN(number)) return true
      const withPoint = text.replace(this.#decimal, '.')
      return (timeOrigin === undefined ? number : subtractDecimals(withPoint, timeOrigin)) === time
    }
    const date = this.#layouts.read(text, this.#first)?.date
    return date === undefined || spanBetween(this.#scale.origin ?? EPOCH, date, this.#scale.unit) === time
  }
}

/** The style of dates of series that come from no file: all are days, or all have a time of day. */
export function ownStyle(series: readonly TimeSeries[], unit: TimeUnit | undefined): DateStyle {
  if (unit === undefined) return DAY_STYLE
  const isDay = (time: number) => (time * TIME_UNITS[unit]) % TIME_UNITS.days === 0
  return series.every(({ channels }) => channels.every(({ times }) => times.every(isDay))) ? DAY_STYLE : TIME_STYLE
}
