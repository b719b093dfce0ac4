import { builtin } from '../platform/index.ts'

/** Node's modules. */
export interface NodeModules {
  readonly fs: typeof import('node:fs')
  readonly files: typeof import('node:fs/promises')
  readonly path: typeof import('node:path')
  readonly crypto: typeof import('node:crypto')
}

/** They are asked for when something is read or written, and not before: packages that load in browsers have this one built in. */
export async function nodeModules(): Promise<NodeModules> {
  const fs = builtin('node:fs')
  return { fs, files: fs.promises, path: builtin('node:path'), crypto: builtin('node:crypto') }
}
