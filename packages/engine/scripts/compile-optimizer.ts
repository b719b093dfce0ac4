import { readFileSync } from 'node:fs'
import wabt from 'wabt'

/** Compiles `src/optimizer/optimizer.wat` and returns the text of `src/optimizer/optimizer.wasm.ts`. */
export async function compileOptimizer(): Promise<string> {
  const source = readFileSync(new URL('../src/optimizer/optimizer.wat', import.meta.url), 'utf8')
  const module = (await wabt()).parseWat('optimizer.wat', source, { simd: true })
  try {
    module.validate()
    const { buffer } = module.toBinary({})
    const base64 = Buffer.from(buffer).toString('base64')
    return [
      '/** `optimizer.wat` compiled, as base64. Made by `pnpm build:optimizer`; do not edit. */',
      `export const optimizerWasm =\n  '${base64}'`,
      '',
    ].join('\n')
  } finally {
    module.destroy()
  }
}
