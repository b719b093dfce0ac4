import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createEngine, type Engine, type EngineName } from '@romae/engine'
import { RomaeError } from '@romae/tokenizer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { passes } from './compare.ts'
import { engineNames } from './engine-names.ts'
import { runFixture } from './run-fixtures.ts'

const require = createRequire(import.meta.url)
const folder = dirname(require.resolve('@romae/parity-fixtures/manifest.json'))
const files = readdirSync(folder).filter((file) => file.endsWith('.safetensors'))
/** The full-size model takes half a minute on tfjs' own CPU backend; `pnpm parity --engine tfjs` runs it there. */
const slow: Readonly<Partial<Record<EngineName, readonly string[]>>> = { tfjs: ['big-romae-tiny-hashed.safetensors'] }

describe.each(engineNames)('golden tensors on %s', (name) => {
  let engine: Engine | undefined
  let absent = ''
  beforeAll(async () => {
    try {
      engine = await createEngine(name)
    } catch (error) {
      if (!RomaeError.isInstance(error)) throw error
      absent = error.message
    }
  })
  afterAll(() => engine?.dispose())

  it.for(files.filter((file) => !slow[name]?.includes(file)))('%s', async (file, context) => {
    if (engine === undefined) return context.skip(`needs ${name}: ${absent}`)
    const result = await runFixture(join(folder, file), file, engine)
    expect(result.status, JSON.stringify(result)).toBe('passed')
  })
})

describe('the comparison', () => {
  it.each([
    { quantity: 'too far', error: 2e-5, tolerance: 1e-5 },
    { quantity: 'not a number', error: Number.NaN, tolerance: 1e-5 },
  ])('fails what is $quantity', (check) => {
    expect(passes(check)).toBe(false)
  })
})
