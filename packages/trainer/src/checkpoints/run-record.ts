import { isDeepStrictEqual } from 'node:util'
import type { EngineInfo } from '@romae/engine'
import manifest from '../../package.json' with { type: 'json' }

export const runFormatVersion = 1

/** What a run computes: everything that its numbers depend on, as JSON. Two runs that agree in it are one. */
export type RunIdentity = Readonly<Record<string, unknown>>

/** `run.json`: what a run needs to go on, apart from its vectors, its model's description and its tokenizer. */
export interface RunRecord {
  readonly formatVersion: typeof runFormatVersion
  /** Optimizer updates made. Random numbers and the place in the data are functions of seed and step. */
  readonly step: number
  /** Sum of the losses of the epoch's steps so far, for the epoch's mean. */
  readonly epochLoss: number
  readonly run: RunIdentity
  readonly environment: RunEnvironment
}

/** What computed the numbers. Another environment may round differently. */
export interface RunEnvironment {
  readonly trainer: string
  readonly engine: string
  readonly engineVersion: string
  readonly device: string
  readonly threads: number | null
}

/** Something that is not as it was when a checkpoint was written. */
export interface Difference {
  /** A path such as `training.learningRate`. */
  readonly what: string
  readonly checkpoint: unknown
  readonly now: unknown
}

export function environmentOf({ name, version, device, threads }: EngineInfo): RunEnvironment {
  return { trainer: manifest.version, engine: name, engineVersion: version, device, threads }
}

/** Checks the fields that the loop computes with. @throws Error saying which is wrong */
export function checkRunRecord(json: unknown, step: number): RunRecord {
  const record = (json ?? {}) as Partial<RunRecord>
  if (record.formatVersion !== runFormatVersion) {
    throw new Error(`formatVersion must be ${runFormatVersion}; got ${record.formatVersion}`)
  }
  if (record.step !== step) throw new Error(`step must be ${step}, as its folder says; got ${record.step}`)
  if (typeof record.epochLoss !== 'number') throw new Error(`epochLoss must be a number; got ${record.epochLoss}`)
  if (!isObject(record.run) || !isObject(record.environment)) throw new Error('run and environment must be objects')
  return record as RunRecord
}

/** Where two values that are plain JSON differ, field by field. */
export function differencesOf(checkpoint: unknown, now: unknown, what = ''): Difference[] {
  if (isDeepStrictEqual(checkpoint, now)) return []
  if (!isObject(checkpoint) || !isObject(now)) return [{ what, checkpoint, now }]
  const keys = new Set([...Object.keys(checkpoint), ...Object.keys(now)])
  return [...keys].flatMap((key) => differencesOf(checkpoint[key], now[key], what === '' ? key : `${what}.${key}`))
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
