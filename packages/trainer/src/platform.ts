/** Those of Node's modules that portable code uses where there are any. */
interface Builtins {
  readonly 'node:crypto': typeof import('node:crypto')
  readonly 'node:os': typeof import('node:os')
}

/**
 * One of Node's modules; null where there is none, as in a browser. It is asked for by its name when it is needed and not
 * imported: a bundler sees nothing of it.
 */
export function nodeBuiltin<Name extends keyof Builtins>(name: Name): Builtins[Name] | null {
  return (globalThis.process?.getBuiltinModule?.(name) as Builtins[Name] | undefined) ?? null
}

/** Of Node; null where there is none. */
export function nodeVersion(): string | null {
  return globalThis.process?.versions?.node ?? null
}
