import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine } from '@romae/engine'
import { type Check, passes } from './compare.ts'
import { type Fixture, readFixture } from './fixture.ts'
import { big } from './kinds/big.ts'
import { checkpoint } from './kinds/checkpoint.ts'
import { classify } from './kinds/classify.ts'
import { encoder } from './kinds/encoder.ts'
import { fbank } from './kinds/fbank.ts'
import type { RunKind } from './kinds/kind.ts'
import { lr } from './kinds/lr.ts'
import { mask } from './kinds/mask.ts'
import { pretrain } from './kinds/pretrain.ts'
import { rope } from './kinds/rope.ts'
import { train } from './kinds/train.ts'
import { float32Only } from './tolerances.ts'

const kinds: Readonly<Record<string, RunKind>> = {
  absolute: (fixture, engine) =>
    fixture.meta.model === 'RoMAEForPreTraining' ? pretrain(fixture, engine) : classify(fixture, engine),
  big,
  checkpoint,
  classify,
  encoder,
  fbank,
  lr,
  mask,
  pretrain,
  rope,
  train,
}

/** What became of one fixture file. */
export type FixtureResult =
  | { readonly file: string; readonly status: 'passed' | 'failed'; readonly checks: readonly Check[] }
  | { readonly file: string; readonly status: 'error'; readonly reason: string }

/** How fixtures are judged. */
export interface FixtureOptions {
  /** The least tolerance: see `precisionTolerance`. Default: 0. */
  readonly least?: number
}

/** Runs every fixture of a folder, in order of name. */
export async function* runFixtures(
  folder: string,
  engine: Engine,
  options: FixtureOptions = {},
): AsyncGenerator<FixtureResult> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.safetensors')).sort()
  for (const file of files) yield await runFixture(join(folder, file), file, engine, options)
}

/** Runs one fixture file. */
export async function runFixture(
  path: string,
  file: string,
  engine: Engine,
  { least = 0 }: FixtureOptions = {},
): Promise<FixtureResult> {
  let fixture: Fixture
  try {
    fixture = await readFixture(path)
    const run = kinds[fixture.kind]
    if (run === undefined) return { file, status: 'error', reason: `unknown kind "${fixture.kind}"` }
    const made = await run(fixture, engine)
    const checks = made
      .filter(({ quantity }) => least === 0 || !(float32Only[fixture.kind] ?? []).includes(quantity))
      .map((check) => ({ ...check, tolerance: Math.max(check.tolerance, least) }))
    return { file, status: checks.every(passes) ? 'passed' : 'failed', checks }
  } catch (error) {
    return { file, status: 'error', reason: error instanceof Error ? error.message : String(error) }
  }
}
