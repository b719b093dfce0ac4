import { writeFileSync } from 'node:fs'
import { compileThreefry } from './compile-threefry.ts'

writeFileSync(new URL('../src/random/threefry.wasm.ts', import.meta.url), await compileThreefry())
