/** A day since 1970 as a date. */
export function dateFromDays(days: number): string {
  const date = new Date(days * 86_400_000)
  // What no date says is refused as a time.
  return Number.isNaN(date.getTime()) ? `day ${days}` : date.toISOString().slice(0, date.toISOString().indexOf('T'))
}

/**
 * A time since 1970 as a text, with no digit lost and none that says nothing.
 *
 * @param perSecond units of a second: 1000, 1,000,000 or 1,000,000,000
 * @param isUtc whether it is a moment, and not a time of a clock somewhere
 */
export function timestampText(time: bigint, perSecond: bigint, isUtc: boolean): string {
  const perDay = perSecond * 86_400n
  const days = (time - (((time % perDay) + perDay) % perDay)) / perDay
  const within = time - days * perDay
  const seconds = Number(within / perSecond)
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const clock = `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`
  const digits = String(perSecond).length - 1
  let fraction = String(within % perSecond).padStart(digits, '0')
  while (fraction.endsWith('0')) fraction = fraction.slice(0, -1)
  return `${dateFromDays(Number(days))}T${clock}${fraction === '' ? '' : `.${fraction}`}${isUtc ? 'Z' : ''}`
}
