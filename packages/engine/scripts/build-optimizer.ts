import { writeFileSync } from 'node:fs'
import { compileOptimizer } from './compile-optimizer.ts'

writeFileSync(new URL('../src/optimizer/optimizer.wasm.ts', import.meta.url), await compileOptimizer())
