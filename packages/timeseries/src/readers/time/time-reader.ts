import { errors } from '../../errors.ts'
import { MAX_TIME } from '../limits.ts'
import type { FilePosition } from '../text/file-position.ts'
import { parseNumber } from '../text/parse-number.ts'
import { ClockNumbers } from './clock-numbers.ts'
import { compactLayout, dayMonthLayouts, isAmbiguous, type TimeChoice } from './compact-date.ts'
import { DateLayouts } from './date-layouts.ts'
import type { TimeUnit } from './moment.ts'
import type { TimeCell } from './time-column.ts'
import type { TimeLayout } from './time-layout.ts'
import type { TimeOptions } from './time-options.ts'
import { ZoneCheck } from './zone-check.ts'

/** The unit of a file's times as its series have it, once one has been read; nothing where times are numbers. */
export function unitOf({ dateUnit }: TimeReader): { readonly timeUnit?: TimeUnit } {
  return dateUnit === undefined ? {} : { timeUnit: dateUnit }
}

/**
 * Reads the times of one file, which are all numbers or all dates: the first one decides, unless an option says it. So a date
 * among numbers is an error, not a guess; and so is a text that is a number as well as a date.
 */
export class TimeReader {
  #kind: 'number' | 'date' | undefined
  readonly #unit: TimeUnit
  /** Whether timeFormat says how, and whether options say that times are dates. */
  readonly #isGiven: boolean
  readonly #areDates: boolean
  readonly #parse: TimeOptions['parseTime']
  readonly #layouts: DateLayouts
  readonly #zones = new ZoneCheck()
  readonly #clocks = new ClockNumbers()

  constructor({ timeUnit, timeFormat, parseTime }: TimeOptions) {
    this.#unit = timeUnit ?? 'days'
    this.#parse = parseTime
    this.#isGiven = timeFormat !== undefined
    this.#areDates = timeUnit !== undefined
    if (timeFormat === 'number') this.#kind = 'number'
    else if (timeFormat !== undefined || timeUnit !== undefined) this.#kind = 'date'
    this.#layouts = new DateLayouts(timeFormat === 'number' ? undefined : timeFormat)
  }

  /** The unit that dates are turned into; undefined where times are numbers. */
  get dateUnit(): TimeUnit | undefined {
    return this.#kind === 'date' ? this.#unit : undefined
  }

  /**
   * @throws RomaeError `TIMESERIES_BAD_TIME`, `TIMESERIES_AMBIGUOUS_TIME`, `TIMESERIES_MIXED_ZONES`, `TIMESERIES_LIMIT`
   */
  read(text: string, position: FilePosition): TimeCell {
    if (text.length > MAX_TIME) {
      const wayOut = 'shorten it, or take another column'
      throw errors.TIMESERIES_LIMIT({
        ...position,
        what: 'characters in a time',
        got: text.length,
        limit: MAX_TIME,
        wayOut,
      })
    }
    const given = this.#parse === undefined ? text : this.#parsed(text, position)
    const time = typeof given === 'string' ? this.#readText(given, position) : given
    if (time !== null) return this.#parse === undefined ? time : { ...time, text }
    throw errors.TIMESERIES_BAD_TIME({ ...position, text, expected: this.#expected() })
  }

  /**
   * To be called after the last row.
   *
   * @throws RomaeError `TIMESERIES_AMBIGUOUS_TIME` for numbers that are times of day, HHMM
   */
  end(): void {
    const { found } = this.#clocks
    if (found === undefined) return
    const { text, position } = found
    const clock = `${text.padStart(4, '0').slice(0, 2)}:${text.slice(-2)}`
    const choices = [numberChoice(text), { meaning: `the time of day ${clock}`, timeFormat: '%H%M' }]
    throw errors.TIMESERIES_AMBIGUOUS_TIME({ ...position, text, choices })
  }

  #readText(text: string, position: FilePosition): TimeCell | null {
    if (this.#kind === undefined && compactLayout(text) !== null) this.#kind = 'date'
    if (this.#kind !== 'date') {
      const number = parseNumber(text)
      if ('value' in number) {
        this.#kind = 'number'
        if (!this.#isGiven) this.#clocks.add(number.value, text, position)
        return { whole: number.value, part: 0, text: number.text, isDate: false }
      }
      if (this.#kind === 'number') return null
    }
    const laidOut = this.#layouts.read(text, (first) => this.#firstLayout(first, position))
    if (laidOut === null) return null
    const { date } = laidOut
    this.#kind = 'date'
    this.#zones.add(date, text, position)
    return { whole: date.whole, part: date.part, text, isDate: true }
  }

  /** Of a text whose reading the whole column has to follow. */
  #firstLayout(text: string, position: FilePosition): TimeLayout | null {
    const compact = compactLayout(text)
    // Where dates were asked for, a month is not a number.
    if (compact !== null && (this.#areDates || !isAmbiguous(text))) return compact
    const layouts = compact === null ? dayMonthLayouts(text) : [compact]
    if (compact === null && layouts.length < 2) return layouts[0] ?? null
    const choices = layouts.map((layout) => ({ meaning: dayOf(layout, text), timeFormat: layout.format }))
    const all = compact === null ? choices : [numberChoice(text), ...choices]
    throw errors.TIMESERIES_AMBIGUOUS_TIME({ ...position, text, choices: all })
  }

  #parsed(text: string, position: FilePosition): TimeCell | string | null {
    const time = callParse(this.#parse!, text, position)
    if (typeof time === 'string') return time
    const isDate = time instanceof Date
    const whole = isDate ? time.getTime() : time
    const kind = isDate ? 'date' : 'number'
    if (typeof whole !== 'number' || !Number.isFinite(whole) || (this.#kind ?? kind) !== kind) return null
    this.#kind = kind
    return { whole, part: 0, isDate }
  }

  #expected(): string {
    const numbers = 'if they are numbers, give timeFormat "number"'
    if (this.#parse !== undefined) return 'made a finite number, a valid Date or a text that can be read by parseTime'
    if (this.#kind === 'number') return 'a number; the times before it are, or should be'
    if (this.#isGiven) return `of the format ${this.#layouts.latest!.format}`
    if (this.#kind === 'date' && this.#layouts.latest?.isDigits) {
      return `a date, as the times before it, of the format ${this.#layouts.latest.format}; ${numbers}`
    }
    const date =
      'a date that can be read in one way only, such as 2012-01-31, 2012-01-31T06:30Z or 31 Jan 2012; for others give ' +
      'timeFormat, such as "%d/%m/%y %H:%M", or parseTime'
    return this.#kind === 'date' ? date : `a number or ${date}`
  }
}

/** What `parseTime` makes of a text. What it throws says where. */
function callParse(parse: NonNullable<TimeOptions['parseTime']>, text: string, position: FilePosition) {
  try {
    return parse(text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw errors.TIMESERIES_BAD_TIME(
      { ...position, text, expected: `read by parseTime, which threw: ${reason}` },
      cause,
    )
  }
}

const numberChoice = (text: string): TimeChoice => ({ meaning: `the number ${Number(text)}`, timeFormat: 'number' })

function dayOf(layout: TimeLayout, text: string): string {
  const day = new Date(layout.read(text)!.whole).toISOString().slice(0, 10)
  return layout.format === '%Y%m' ? `the month ${day.slice(0, 7)}` : `the day ${day}`
}
