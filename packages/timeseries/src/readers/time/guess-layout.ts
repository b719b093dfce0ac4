import { MONTHS as MONTH_NAMES } from './directives.ts'
import { TimeLayout } from './time-layout.ts'

/** The dates of public files that can be read in one way only, with what they are in a layout. */
const DATES: readonly (readonly [pattern: RegExp, format: (match: RegExpExecArray) => string])[] = [
  // 2012-01-31, 2012/1/31, 2012.01.31
  [
    /^\d{4}([-/.])(\d{1,2})\1(\d{1,2})(?!\d)/,
    ([, mark, m, d]) => `%Y${mark}${number('m', m!)}${mark}${number('d', d!)}`,
  ],
  // 20120131
  [/^\d{8}(?!\d)/, () => '%Y%m%d'],
  // 2012-031, the day of the year
  [/^\d{4}-\d{3}(?!\d)/, () => '%Y-%j'],
  // 31.12.2012: with dots the day always comes first; with strokes it may be the month
  [/^(\d{1,2})\.(\d{1,2})\.\d{4}(?!\d)/, ([, d, m]) => `${number('d', d!)}.${number('m', m!)}.%Y`],
  // 31 Jan 2012, 31-Jan-2012, 31/January/2012
  [
    /^(\d{1,2})([-/ .]+)(?<name>[a-z]{3,9})([-/ .,]+)\d{4}(?!\d)/i,
    (match) => `${number('d', match[1]!)}${match[2]}${named(match)}${match[4]}%Y`,
  ],
  // Jan 31, 2012
  [
    /^(?<name>[a-z]{3,9})([- .]+)(\d{1,2})([-, ]+)\d{4}(?!\d)/i,
    (match) => `${named(match)}${match[2]}${number('d', match[3]!)}${match[4]}%Y`,
  ],
  // 2012-Jan-31, 2012 January 31
  [
    /^\d{4}([-/ ]+)(?<name>[a-z]{3,9})([-/ .]+)(\d{1,2})(?!\d)/i,
    (match) => `%Y${match[1]}${named(match)}${match[3]}${number('d', match[4]!)}`,
  ],
]

/** Months and quarters, which have no time of day. */
const MONTHS: typeof DATES = [
  [/^\d{4}([-/])(\d{1,2})$/, ([, mark, m]) => `%Y${mark}${number('m', m!)}`],
  [/^\d{4}M\d{2}$/, () => '%YM%m'],
  [/^\d{4}([- ]?)Q[1-4]$/i, ([, mark]) => `%Y${mark}Q%q`],
  [/^(?<name>[a-z]{3,9})([-/ .,]+)\d{4}$/i, (match) => `${named(match)}${match[2]}%Y`],
  [/^\d{4}([-/ ]+)(?<name>[a-z]{3,9})$/i, (match) => `%Y${match[1]}${named(match)}`],
]

const WEEKDAY = /^(mon|tue|wed|thu|fri|sat|sun)([a-z]*)(,? +)/i
/** Fri Jan 31 10:00:00 2012, as C writes it. */
const C_TIME = /^(?<name>[a-z]{3,9})( +)(\d{1,2})( +)\d{2}:\d{2}:\d{2}( +)\d{4}$/i
const CLOCK =
  /^(T|:|,? +)(\d{1,2})(?::?(\d{2})(?::?(\d{2})(?:([.,])(\d{1,9}))?)?)?( ?)([ap]m)?( ?)(z|utc|gmt|[+-]\d{2}(?::?\d{2})?)?$/i

/**
 * The layout of a text that can be read as a date in one way only; null for another. A number is not looked at: `201201` may be
 * one.
 */
export function guessLayout(text: string): TimeLayout | null {
  const format = guessFormat(text)
  if (format === null) return null
  const layout = TimeLayout.of(format)
  return layout instanceof TimeLayout ? layout : null
}

function guessFormat(text: string): string | null {
  const weekday = WEEKDAY.exec(text)
  const day = weekday === null ? '' : `${weekday[2] === '' ? '%a' : '%A'}${weekday[3]}`
  const rest = text.slice(weekday?.[0].length ?? 0)
  const month = firstOf(MONTHS, rest)
  if (month !== null) return `${day}${month.format}`
  const c = C_TIME.exec(rest)
  if (c !== null && namesMonth(c)) return `${day}${named(c)}${c[2]}${number('d', c[3]!)}${c[4]}%H:%M:%S${c[5]}%Y`
  const date = firstOf(DATES, rest)
  if (date === null) return null
  const clock = clockFormat(rest.slice(date.length))
  return clock === null ? null : `${day}${date.format}${clock}`
}

/** The time of day with its zone: empty where there is none, null where it is something else. */
function clockFormat(text: string): string | null {
  if (text === '') return ''
  const match = CLOCK.exec(text)
  if (match === null) return null
  const [, before, hour, minute, second, point, fraction, gap, half, space, zone] = match
  const mark = minute !== undefined && text.includes(':', before!.length) ? ':' : ''
  // Without colons two digits each: 1015, 101500.
  if (mark === '' && hour!.length === 1 && minute !== undefined) return null
  return [
    before,
    number(half === undefined ? 'H' : 'I', hour!),
    minute === undefined ? '' : `${mark}%M`,
    second === undefined ? '' : `${mark}%S`,
    fraction === undefined ? '' : `${point}%f`,
    half === undefined ? '' : `${gap}%p`,
    zone === undefined ? '' : `${half === undefined ? gap : ''}${space}%z`,
  ].join('')
}

function firstOf(forms: typeof DATES, text: string): { readonly format: string; readonly length: number } | null {
  for (const [pattern, format] of forms) {
    const match = pattern.exec(text)
    if (match !== null && namesMonth(match)) return { format: format(match), length: match[0].length }
  }
  return null
}

/** One digit alone is written without a zero in front. */
const number = (letter: string, digits: string) => (digits.length === 1 ? `%-${letter}` : `%${letter}`)

/** Whether the group `name`, where there is one, is a month. */
function namesMonth({ groups }: RegExpExecArray): boolean {
  const start = groups?.name?.slice(0, 3).toLowerCase()
  return start === undefined || MONTH_NAMES.some((name) => name.startsWith(start))
}

/** The directive of a month's name, by its length. */
function named({ groups }: RegExpExecArray): string {
  const name = groups!.name!
  return name.length === 3 || /^sept$/i.test(name) ? '%b' : '%B'
}
