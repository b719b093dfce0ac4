import { errors } from '../../errors.ts'
import type { FilePosition } from '../text/file-position.ts'
import type { DateReading } from './date-reading.ts'

interface Seen {
  readonly text: string
  readonly line: number
}

/**
 * Refuses times with a zone beside times without one: they cannot be compared. A date without a time of day is taken for UTC, and
 * goes with every other but those of another zone.
 */
export class ZoneCheck {
  /** The first time of each kind. */
  readonly #first: { day?: Seen; naive?: Seen; utc?: Seen; other?: Seen } = {}

  /** @throws RomaeError `TIMESERIES_MIXED_ZONES` with both */
  add({ hasTime, offset }: DateReading, text: string, position: FilePosition): void {
    const kind = hasTime ? (offset === null ? 'naive' : offset === 0 ? 'utc' : 'other') : 'day'
    if (this.#first[kind] !== undefined) return
    this.#first[kind] = { text, line: position.line }
    const { day, naive, utc, other } = this.#first
    const without = naive ?? (other === undefined ? undefined : day)
    const zoned = utc ?? other
    if (without === undefined || zoned === undefined) return
    const isZoned = kind === 'utc' || kind === 'other'
    const { text: otherText, line: otherLine } = isZoned ? without : (other ?? zoned)
    throw errors.TIMESERIES_MIXED_ZONES({ ...position, text, isZoned, otherLine, otherText })
  }
}
