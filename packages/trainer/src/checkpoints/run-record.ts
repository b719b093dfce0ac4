import type { EngineInfo } from '@romae/engine'
import { quote } from '@romae/internal/errors'
import { nodeVersion } from '@romae/internal/platform'
import manifest from '../../package.json' with { type: 'json' }
import { checkState, type LoopState } from '../training/loop-state.ts'
import type { RunConfig } from '../training/run-config.ts'
import { withCurrentNames } from './current-names.ts'
import { isObject } from './is-object.ts'

export const runFormatVersion = 2

/** What a run's numbers depend on, without its model and tokenizer, which `romae.json` holds. */
export type RecordedRun = Omit<RunConfig, 'model' | 'tokenizer' | 'classes' | 'checkpoints'>

/** `run.json`, apart from the version of its format: what a run needs to go on beside its vectors, model and tokenizer. */
export interface RunRecord {
  readonly state: LoopState
  readonly run: RecordedRun
  readonly environment: RunEnvironment
}

/** Versions of what computes, but for the engine's. */
export interface Versions {
  /** Of this package, and so of all packages of this project. */
  readonly trainer: string
  /** Null where it is not Node that runs. */
  readonly node: string | null
}

/** What computed the numbers. Another environment may round differently. */
export interface RunEnvironment extends Versions {
  readonly engine: string
  readonly engineVersion: string
  readonly device: string
  readonly threads: number | null
}

export function versions(): Versions {
  return { trainer: manifest.version, node: nodeVersion() }
}

export function environmentOf({ name, version, device, threads }: EngineInfo): RunEnvironment {
  return { ...versions(), engine: name, engineVersion: version, device, threads }
}

/** Checks the fields that the loop computes with. @throws Error saying which is wrong */
export function checkRunRecord(json: unknown, step: number): RunRecord {
  const record = (json ?? {}) as Readonly<Record<string, unknown>>
  const { formatVersion, run, environment } = record
  if (formatVersion !== runFormatVersion) {
    throw new Error(`formatVersion must be ${runFormatVersion}; got ${quote(formatVersion)}`)
  }
  if (record.step !== step) throw new Error(`step must be ${step}, as its folder says; got ${quote(record.step)}`)
  if (!isObject(run) || !isObject(environment)) throw new Error('run and environment must be objects')
  return {
    state: checkState(record),
    run: withCurrentNames(run) as unknown as RunRecord['run'],
    environment: environment as unknown as RunEnvironment,
  }
}
