import { compileWat } from '@romae/build/compile-wat'

/** Compiles `src/random/threefry.wat` and returns the text of `threefry.wasm.ts` beside it. */
export function compileThreefry(): Promise<string> {
  const file = new URL('../src/random/threefry.wat', import.meta.url)
  return compileWat(file, { constant: 'threefryWasm', command: 'pnpm build:threefry' })
}
