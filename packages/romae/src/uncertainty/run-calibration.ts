import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { parseJson } from '@romae/internal/json'
import { type Calibration, restoreCalibration } from '@romae/timeseries/uncertainty'
import type { RomaeModel } from '@romae/trainer'
import { errors } from '../errors.ts'
import type { ChannelBounds } from '../impute/bounds.ts'

const FORMAT_VERSION = 1

/** How intervals of a model, or of the mean of several, were made by the run that trained it. */
export interface RunCalibration {
  /** Of the channels, in the model's order: the width of a method that says none, and what a link function is soft by. */
  readonly units: readonly number[]
  readonly bounds: readonly ChannelBounds[]
  /** The span of time that the model saw at once. */
  readonly window: number
  /** The most rows ahead that it was calibrated for; null of filling. */
  readonly horizon: number | null
  readonly calibration: Calibration
}

/** Of a model that was saved alone. */
export const NO_CALIBRATION = { reason: 'the run of the model saved no calibration' } as const

/** What is kept beside each of the models: plain JSON. */
export function calibrationRecord(models: readonly RomaeModel[], { calibration, ...rest }: RunCalibration) {
  return { formatVersion: FORMAT_VERSION, models: fingerprints(models), ...rest, calibration }
}

/**
 * What `calibrationRecord` has made, of a file.
 *
 * @param path the file's, for messages
 * @returns the reason where it is no calibration of these models: it was of others, or of others together
 * @throws RomaeError `APP_CALIBRATION` for what cannot be read, or is of a newer version
 */
export function calibrationFrom(
  path: string,
  text: string,
  models: readonly RomaeModel[],
  channels: number,
): RunCalibration | { readonly reason: string } {
  const refuse = (reason: string, cause?: unknown) => errors.APP_CALIBRATION({ path, reason }, cause)
  let record: Readonly<Record<string, unknown>>
  try {
    record = (parseJson(text) ?? {}) as typeof record
  } catch (cause) {
    throw refuse(`it cannot be read (${(cause as Error).message})`, cause)
  }
  if (record.formatVersion !== FORMAT_VERSION) {
    throw refuse(`it has the format version ${String(record.formatVersion)}, and ${FORMAT_VERSION} is known`)
  }
  const { units, bounds, window, horizon } = record
  const isRight =
    isListOf(units, channels, (one) => isPositive(one)) &&
    isListOf(bounds, channels, areBounds) &&
    isPositive(window) &&
    (horizon === null || isPositive(horizon)) &&
    Array.isArray(record.models)
  if (!isRight) throw refuse('it does not hold what it should')
  const own = fingerprints(models)
  const recorded = record.models as readonly unknown[]
  if (own.length !== recorded.length || own.some((one, index) => one !== recorded[index])) {
    const others = recorded.length === 1 ? 'another model' : `the mean of ${recorded.length} models`
    return { reason: `the calibration beside the model is that of ${others}` }
  }
  try {
    return { units, bounds, window, horizon, calibration: restoreCalibration(record.calibration) }
  } catch (cause) {
    throw refuse((cause as Error).message.replace(/ \[\w+\]$/, ''), cause)
  }
}

/** What models are told by: their parameters. In an order that does not depend on theirs. */
function fingerprints(models: readonly RomaeModel[]): string[] {
  return models
    .map(({ parameters }) => {
      const hash = sha256.create()
      for (const name of Object.keys(parameters).sort()) {
        const { buffer, byteOffset, byteLength } = parameters[name]!
        hash.update(utf8ToBytes(`${name}\n`)).update(new Uint8Array(buffer, byteOffset, byteLength))
      }
      return bytesToHex(hash.digest())
    })
    .sort()
}

function isListOf<Item>(value: unknown, length: number, isItem: (one: unknown) => one is Item): value is Item[] {
  return Array.isArray(value) && value.length === length && value.every(isItem)
}

function isPositive(value: unknown): value is number {
  return Number.isFinite(value) && (value as number) > 0
}

function areBounds(value: unknown): value is ChannelBounds {
  const { minimum, maximum } = (value ?? {}) as Partial<ChannelBounds>
  const isRight = (bound: unknown) => bound === null || Number.isFinite(bound)
  if (!isRight(minimum) || !isRight(maximum)) return false
  return minimum == null || maximum == null || minimum < maximum
}
