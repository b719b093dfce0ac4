import { writeFileSync } from 'node:fs'
import { compileKernels } from './compile-kernels.ts'

writeFileSync(new URL('../src/kernels/kernels.wasm.ts', import.meta.url), await compileKernels())
