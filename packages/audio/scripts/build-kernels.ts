import { writeFileSync } from 'node:fs'
import { compileKernels } from './compile-kernels.ts'

writeFileSync(new URL('../src/filter-bank/kernels.wasm.ts', import.meta.url), await compileKernels())
