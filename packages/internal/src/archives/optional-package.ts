/** A package that reads a format, and is not installed. */
export class PackageMissing extends Error {
  /** The command that installs it. */
  readonly install: string

  constructor(names: readonly string[], cause: unknown) {
    const install = `npm install ${names.join(' ')}`
    super(`it needs ${names.join(' and ')}, which is not installed: ${install}`, { cause })
    this.install = install
  }
}

/** What Node, bundlers and browsers say about a package that is not there. */
const ABSENT = /cannot find (package|module)|failed to resolve module|is not installed|could not resolve/i

/**
 * The error for a package whose import failed: {@link PackageMissing}, or what went wrong in a package that is there. The import
 * itself stands in a `try` at its place and has a `catch` of its own (`passOn`): bundlers see by these that it may be absent.
 *
 * @param names all that the format needs
 */
export function packageFailure(names: readonly string[], cause: unknown): unknown {
  const { code, message } = cause as { readonly code?: unknown; readonly message?: unknown }
  const isAbsent = code === 'ERR_MODULE_NOT_FOUND' || (code === undefined && ABSENT.test(String(message)))
  return isAbsent ? new PackageMissing(names, cause) : cause
}

/** What an import that may fail has for a `catch`: the error goes on to the `try` around it. */
export function passOn(cause: unknown): never {
  throw cause
}
