import { guessLayout } from './guess-layout.ts'
import { TimeLayout } from './time-layout.ts'

/** A way to read a text, with the `timeFormat` that says it. */
export interface TimeChoice {
  readonly meaning: string
  readonly timeFormat: string
}

const FORMATS = new Map([
  [4, '%H%M'],
  [6, '%Y%m'],
  [8, '%Y%m%d'],
  [10, '%Y%m%d%H'],
  [12, '%Y%m%d%H%M'],
  [14, '%Y%m%d%H%M%S'],
])

/** Years that a date without marks may have: 1801010100 is a date or a number of seconds, 1700000000 the latter. */
const isYear = (text: string) => /^(?:18|19|20|21)/.test(text)

/**
 * The layout of a date that is written in digits only: `20240131`, `202401`, `2024013112` and longer ones. Null for what is a
 * number. Four digits may be a year, a time of day or a number.
 */
export function compactLayout(text: string): TimeLayout | null {
  const format = /^\d+$/.test(text) ? FORMATS.get(text.length) : undefined
  if (format === undefined || text.length === 4 || !isYear(text)) return null
  const layout = TimeLayout.of(format) as TimeLayout
  return layout.read(text) === null ? null : layout
}

/** Numbers of six digits that are months are as often something else; what is longer is not, by accident, a date. */
export const isAmbiguous = (text: string): boolean => text.length === 6

const MARKED = /^(\d{1,2})([-/])(\d{1,2})\2(\d{4})(?!\d)/

/** The readings of `01/02/2012`: of the day first, or of the month. */
export function dayMonthLayouts(text: string): readonly TimeLayout[] {
  const match = MARKED.exec(text)
  if (match === null) return []
  const [whole, first, mark, second] = match
  // What follows the date is as behind any other.
  const after = guessLayout(`2000-01-01${text.slice(whole.length)}`)?.format.slice('%Y-%m-%d'.length)
  if (after === undefined) return []
  const one = (letter: string, digits: string) => (digits.length === 1 ? `%-${letter}` : `%${letter}`)
  const formats = [
    `${one('d', first!)}${mark}${one('m', second!)}${mark}%Y${after}`,
    `${one('m', first!)}${mark}${one('d', second!)}${mark}%Y${after}`,
  ]
  return formats.map((format) => TimeLayout.of(format) as TimeLayout).filter((layout) => layout.read(text) !== null)
}
