import { compileWat } from '@romae/build/compile-wat'

/** Compiles `src/optimizer/optimizer.wat` and returns the text of `src/optimizer/optimizer.wasm.ts`. */
export function compileOptimizer(): Promise<string> {
  const file = new URL('../src/optimizer/optimizer.wat', import.meta.url)
  return compileWat(file, { constant: 'optimizerWasm', command: 'pnpm build:optimizer' })
}
