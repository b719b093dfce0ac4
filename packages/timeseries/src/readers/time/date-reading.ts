import type { Moment } from './moment.ts'

/** A date as a text says it, and what of the text a layout leaves open. */
export interface DateReading extends Moment {
  /** Minutes ahead of UTC; null where the text names no zone: it is taken for UTC, on every machine. */
  readonly offset: number | null
  /** How the zone is written. */
  readonly zone: string
  /** Digits of the fraction of a second. */
  readonly digits: number
  /** Whether the text says an hour; one that does not is of no zone. */
  readonly hasTime: boolean
}
