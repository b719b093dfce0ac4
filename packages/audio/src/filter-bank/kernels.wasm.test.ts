import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { compileKernels } from '../../scripts/compile-kernels.ts'

it('kernels.wasm.ts is what kernels.wat compiles to', async () => {
  const committed = readFileSync(new URL('./kernels.wasm.ts', import.meta.url), 'utf8')
  expect(committed).toBe(await compileKernels())
})
