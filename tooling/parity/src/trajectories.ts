import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createEngine, type Engine, type EngineName } from '@romae/engine'
import { RomaeError } from '@romae/tokenizer'
import { type FixtureResult, runFixture } from './run-fixtures.ts'
import './quiet-tfjs.ts'

/** The golden training trajectories on one engine. */
export interface EngineTrajectories {
  readonly engine: EngineName
  /** Why the engine cannot be created here; null where it was. */
  readonly absent: string | null
  readonly results: readonly FixtureResult[]
}

/** Runs every `train-*` fixture of a folder on an engine. An engine whose package is not installed is absent. */
export async function runTrajectories(folder: string, name: EngineName): Promise<EngineTrajectories> {
  let engine: Engine
  try {
    engine = await createEngine(name)
  } catch (error) {
    if (!RomaeError.isInstance(error)) throw error
    return { engine: name, absent: error.message, results: [] }
  }
  try {
    const files = (await readdir(folder)).filter((file) => /^train-.*\.safetensors$/.test(file)).sort()
    const results: FixtureResult[] = []
    for (const file of files) results.push(await runFixture(join(folder, file), file, engine))
    return { engine: name, absent: null, results }
  } finally {
    await engine.dispose()
  }
}
