import type { DateReading } from '../readers/time/date-reading.ts'
import { TimeLayout } from '../readers/time/time-layout.ts'

/** A layout with the digits of a second's fraction that it is written with, and its finest step in nanoseconds. */
export interface Precision {
  readonly layout: TimeLayout
  readonly digits: number
  readonly step: bigint
}

const SECOND = 1_000_000_000n
const DAY = 86_400n * SECOND
const ISO = '%Y-%m-%d'

/** The layout as it is, then ones like it that say more and more of the time, to the nanosecond. */
export function* finerLayouts({ format }: TimeLayout, { digits, zone }: DateReading): Generator<Precision> {
  const has = (letter: string) => format.includes(`%${letter}`) || format.includes(`%-${letter}`)
  if (has('f')) yield precision(format, digits, 10n ** BigInt(9 - digits))
  else
    yield precision(
      format,
      0,
      has('S') ? SECOND : has('M') ? 60n * SECOND : has('H') || has('I') ? 3600n * SECOND : DAY,
    )
  const seconds = withSeconds(format, has, zone === '' ? '' : '%z')
  if (!has('S')) yield precision(seconds, 0, SECOND)
  const fraction = has('f') ? format : seconds.replace(/%-?S/, '$&.%f')
  for (const more of [3, 6, 9]) if (more > digits) yield precision(fraction, more, 10n ** BigInt(9 - more))
}

function precision(format: string, digits: number, step: bigint): Precision {
  return { layout: TimeLayout.of(format) as TimeLayout, digits, step }
}

/** The format down to seconds. */
function withSeconds(format: string, has: (letter: string) => boolean, zone: string): string {
  if (has('S')) return format
  const mark = /%-?[HI]%M/.test(format) || /%d%H/.test(format) ? '' : ':'
  if (has('M')) return format.replace(/%-?M/, `$&${mark}%S`)
  if (has('H') || has('I')) return format.replace(/%-?[HI]/, `$&${mark}%M${mark}%S`)
  if (!has('d') && !has('j')) return `${ISO}T%H:%M:%S${zone}`
  return `${format}T${format === '%Y%m%d' ? '%H%M%S' : '%H:%M:%S'}${zone}`
}
