import { errors } from '../errors.ts'
import { DISTANCE_CLASSES } from './distance.ts'
import type { SpreadSums } from './spread.ts'

const FORMAT_VERSION = 1

/** Scores of the values of a channel at a distance. */
export interface ClassScores {
  readonly channel: number
  /** An index, as `distanceClass` gives it. */
  readonly distance: number
  /** Finite, in ascending order. */
  readonly scores: readonly number[]
  /** How many are infinite: of values at a bound. */
  readonly atMinimum: number
  readonly atMaximum: number
}

/** A calibration as plain JSON. */
export interface SavedCalibration {
  readonly formatVersion: 1
  readonly widths: SpreadSums
  readonly classes: readonly ClassScores[]
}

/** What is kept of a calibration. */
export function savedCalibration(widths: SpreadSums, classes: readonly ClassScores[]): SavedCalibration {
  return { formatVersion: FORMAT_VERSION, widths, classes }
}

/** @throws RomaeError `TIMESERIES_NOT_A_CALIBRATION` for anything else, and for one of a newer version */
export function parseCalibration(json: unknown): SavedCalibration {
  const { formatVersion, widths, classes } = object(json, 'it')
  if (formatVersion !== FORMAT_VERSION) {
    throw refuse(`it has the format version ${String(formatVersion)}, and ${FORMAT_VERSION} is known`)
  }
  for (const [key, value] of Object.entries(object(widths, 'widths'))) {
    const [sum, count] = array(value, `widths of "${key}"`)
    if (!(isNumber(sum) && sum >= 0 && isCount(count))) throw refuse(`the widths of "${key}" are no sum and count`)
  }
  array(classes, 'classes').forEach((value, index) => {
    const what = `class ${index}`
    const { channel, distance, scores, atMinimum, atMaximum } = object(value, what)
    const isRight = isCount(channel) && isCount(distance) && distance < DISTANCE_CLASSES
    if (!isRight || !isCount(atMinimum) || !isCount(atMaximum)) throw refuse(`${what} does not hold what it should`)
    if (!array(scores, `the scores of ${what}`).every(isNumber)) throw refuse(`${what} has scores that are no numbers`)
  })
  return json as SavedCalibration
}

function refuse(reason: string): Error {
  return errors.TIMESERIES_NOT_A_CALIBRATION({ reason })
}

function object(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw refuse(`${what} is no object`)
}

function array(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw refuse(`${what} are no list`)
}

function isNumber(value: unknown): value is number {
  return Number.isFinite(value)
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
