import type { ResolvedCommonOptions } from '../tokenizers/options.ts'

/** Units that times of dates are counted in, in seconds. */
const SECONDS: Readonly<Record<string, number>> = {
  days: 86_400,
  hours: 3_600,
  minutes: 60,
  seconds: 1,
  milliseconds: 1e-3,
  microseconds: 1e-6,
  nanoseconds: 1e-9,
}

/** Seconds in a unit that dates are counted in, such as `days`; null of any other. */
export function secondsOf(unit: string): number | null {
  return SECONDS[unit] ?? null
}

/**
 * A span of time as people say it, such as `15 minutes, 0.25 hours`; a number where nobody knows what times
 * count.
 *
 * @param unit of the times
 */
export function describeSpan(span: number, unit: string | null | undefined): string {
  if (unit == null) return short(span)
  const seconds = SECONDS[unit]
  if (seconds === undefined) return `${short(span)} ${unit}`
  const [name, length] =
    Object.entries(SECONDS).find(([, one]) => span * seconds >= one * (1 - 1e-6)) ?? Object.entries(SECONDS).at(-1)!
  const number = short((span * seconds) / length)
  const text = `${number} ${number === '1' ? name.slice(0, -1) : name}`
  return name === unit ? text : `${text}, ${short(span)} ${unit}`
}

function short(value: number): string {
  return String(Number(value.toPrecision(6)))
}

/** How a tokenizer counts time, in a line for whoever trains with it. */
export function describeTime({ time, timeUnit }: Pick<ResolvedCommonOptions, 'time' | 'timeUnit'>): string {
  return `one step of the time axis is ${describeSpan(time.unit, timeUnit)} (tokenizer.timeUnit)`
}
