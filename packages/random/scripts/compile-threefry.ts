import { compileWat } from '@romae/build/compile-wat'

/** Compiles `src/threefry.wat` and returns the text of `src/threefry.wasm.ts`. */
export function compileThreefry(): Promise<string> {
  const file = new URL('../src/threefry.wat', import.meta.url)
  return compileWat(file, { constant: 'threefryWasm', command: 'pnpm build:threefry' })
}
