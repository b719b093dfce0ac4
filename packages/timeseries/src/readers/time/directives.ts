/** English names, in small letters; the short ones are their first three. */
export const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** How each directive is matched; `%-d` and the like match as `%d`, and are written without a zero in front. */
export const PATTERNS: Readonly<Record<string, string>> = {
  Y: '(\\d{4})',
  y: '(\\d{2})',
  m: '(\\d{1,2})',
  d: '(\\d{1,2})',
  H: '(\\d{1,2})',
  I: '(\\d{1,2})',
  M: '(\\d{1,2})',
  S: '(\\d{1,2})',
  f: '(\\d{1,9})',
  j: '(\\d{1,3})',
  q: '([1-4])',
  b: `(${MONTHS.map((name) => name.slice(0, 3)).join('|')}|sept)`,
  B: `(${MONTHS.join('|')})`,
  a: `(?:${WEEKDAYS.map((name) => name.slice(0, 3)).join('|')})`,
  A: `(?:${WEEKDAYS.join('|')})`,
  p: '([ap]m)',
  z: '(z|utc|gmt|[+-]\\d{2}(?::?\\d{2})?)',
}

/** The directives that a layout knows, for messages. */
export const DIRECTIVES: string = Object.keys(PATTERNS)
  .map((letter) => `%${letter}`)
  .join(' ')

/** Digits that stand next to others have to be as many as they can be. */
export const isDigits = (letter: string | undefined) => letter !== undefined && 'YymdHIMSfjq'.includes(letter)

/** Minutes by which a zone is ahead of UTC; NaN beyond what zones can be. */
export function zoneOffset(zone: string): number {
  if (!/^[+-]/.test(zone)) return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(3).replace(':', ''))
  if (hours > 23 || minutes > 59) return Number.NaN
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}
