import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { compileOptimizer } from '../../scripts/compile-optimizer.ts'

it('optimizer.wasm.ts is what optimizer.wat compiles to', async () => {
  const committed = readFileSync(new URL('./optimizer.wasm.ts', import.meta.url), 'utf8')
  expect(committed).toBe(await compileOptimizer())
})
