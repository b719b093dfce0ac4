import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import wabt from 'wabt'

/** What the written module is called in its text. */
export interface WatModule {
  /** The constant that it exports. */
  readonly constant: string
  /** The command that writes it. */
  readonly command: string
}

/** Compiles a file of WebAssembly text, SIMD included; returns the text of a TypeScript module that holds it as base64. */
export async function compileWat(file: URL, { constant, command }: WatModule): Promise<string> {
  const name = path.basename(fileURLToPath(file))
  const module = (await wabt()).parseWat(name, readFileSync(file, 'utf8'), { simd: true })
  try {
    module.validate()
    const { buffer } = module.toBinary({})
    const base64 = Buffer.from(buffer).toString('base64')
    return [
      `/** \`${name}\` compiled, as base64. Made by \`${command}\`; do not edit. */`,
      `export const ${constant} =\n  '${base64}'`,
      '',
    ].join('\n')
  } finally {
    module.destroy()
  }
}
