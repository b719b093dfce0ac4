import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { compileThreefry } from '../../scripts/compile-threefry.ts'

it('threefry.wasm.ts is what threefry.wat compiles to', async () => {
  const committed = readFileSync(new URL('./threefry.wasm.ts', import.meta.url), 'utf8')
  expect(committed).toBe(await compileThreefry())
})
