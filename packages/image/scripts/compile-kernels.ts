import { compileWat } from '@romae/build/compile-wat'

/** Compiles `src/kernels/kernels.wat` and returns the text of `src/kernels/kernels.wasm.ts`. */
export function compileKernels(): Promise<string> {
  const file = new URL('../src/kernels/kernels.wat', import.meta.url)
  return compileWat(file, { constant: 'kernelsWasm', command: 'pnpm build:kernels' })
}
