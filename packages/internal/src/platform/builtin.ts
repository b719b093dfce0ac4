/** Those of Node's modules that portable code uses where there are any. */
interface Builtins {
  readonly 'node:crypto': typeof import('node:crypto')
  readonly 'node:fs': typeof import('node:fs')
  readonly 'node:fs/promises': typeof import('node:fs/promises')
  readonly 'node:module': typeof import('node:module')
  readonly 'node:os': typeof import('node:os')
  readonly 'node:path': typeof import('node:path')
  readonly 'node:stream': typeof import('node:stream')
  readonly 'node:url': typeof import('node:url')
  readonly 'node:zlib': typeof import('node:zlib')
}

/**
 * One of Node's modules; null where there is none, as in a browser. It is asked for by its name when it is needed and not
 * imported, at once or lazily: a bundler for browsers sees nothing of it, where webpack and esbuild would fail.
 */
export function builtinOrNull<Name extends keyof Builtins>(name: Name): Builtins[Name] | null {
  return (globalThis.process?.getBuiltinModule?.(name) as Builtins[Name] | undefined) ?? null
}

/**
 * The same where nothing can be done without it.
 *
 * @throws Error where this is not Node
 */
export function builtin<Name extends keyof Builtins>(name: Name): Builtins[Name] {
  const found = builtinOrNull(name)
  if (found === null)
    throw new Error(`paths are for Node, whose module ${name} is not here; a browser has files and bytes`)
  return found
}

/** Of Node; null where there is none. */
export function nodeVersion(): string | null {
  return globalThis.process?.versions?.node ?? null
}
