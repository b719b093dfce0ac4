/** Node's modules. */
export interface NodeModules {
  readonly fs: typeof import('node:fs')
  readonly files: typeof import('node:fs/promises')
  readonly path: typeof import('node:path')
  readonly crypto: typeof import('node:crypto')
}

let loaded: Promise<NodeModules> | undefined

/** They are imported when something is read or written, and not before: packages that load in browsers have this one built in. */
export function nodeModules(): Promise<NodeModules> {
  loaded ??= load()
  return loaded
}

async function load(): Promise<NodeModules> {
  const [fs, path, crypto] = await Promise.all([import('node:fs'), import('node:path'), import('node:crypto')])
  return { fs, files: fs.promises, path, crypto }
}
