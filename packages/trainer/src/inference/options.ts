import { type CompiledProgram, createEngine, type Engine, type Program } from '@romae/engine'
import { checkKeys, requireInteger } from '../check-options.ts'

/** Where to run, and how much at a time. */
export interface InferenceOptions {
  /** Default `createEngine()`, disposed at the end. A given engine is left open. */
  readonly engine?: Engine
  /** Samples at a time. Default 64. */
  readonly batchSize?: number
}

/** @throws RomaeError `TRAINER_UNKNOWN_OPTION`, `TRAINER_OPTION` */
export function resolveInference(where: string, options: InferenceOptions): { batchSize: number; engine?: Engine } {
  checkKeys(where, options, ['engine', 'batchSize'] satisfies (keyof InferenceOptions)[])
  return { ...options, batchSize: requireInteger('batchSize', options.batchSize ?? 64, 1) }
}

/** Samples of different lengths are padded to one of at most this many lengths: each is one compilation. */
export const inferenceBuckets = 4

/** Runs a program on the given engine or on one of its own, and disposes what it made. */
export async function withProgram<Result>(
  program: Program,
  given: Engine | undefined,
  use: (run: CompiledProgram['run']) => Promise<Result>,
): Promise<Result> {
  const engine = given ?? (await createEngine())
  try {
    const compiled = engine.compile(program)
    try {
      return await use(compiled.run)
    } finally {
      await compiled.dispose()
    }
  } finally {
    if (given === undefined) await engine.dispose()
  }
}
