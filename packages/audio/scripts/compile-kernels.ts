import { compileWat } from '@romae/build/compile-wat'

/** Compiles `src/filter-bank/kernels.wat` and returns the text of `src/filter-bank/kernels.wasm.ts`. */
export function compileKernels(): Promise<string> {
  const file = new URL('../src/filter-bank/kernels.wat', import.meta.url)
  return compileWat(file, { constant: 'kernelsWasm', command: 'pnpm build:kernels' })
}
