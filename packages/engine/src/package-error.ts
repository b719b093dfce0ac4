import type { RomaeError } from '@romae/internal/errors'
import { errors, reasonOf } from './errors.ts'

/** What Node and browsers say about a package that is not there. */
const absent = /cannot find (package|module)|failed to resolve module|is not installed|could not resolve/i

/**
 * The error for an optional package whose import failed: `ENGINE_PACKAGE_MISSING`, or `ENGINE_PACKAGE_BROKEN` where it is
 * there. The import itself stands in a `try` at its place and has a `catch` of its own (`passOn`): by the one webpack sees that the
 * package may be absent, by the other esbuild.
 *
 * @param install the command that installs it
 */
export function packageError(name: string, install: string, cause: unknown): RomaeError {
  const { code } = cause as { readonly code?: unknown }
  const reason = reasonOf(cause)
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND' || (code === undefined && absent.test(reason))) {
    return errors.ENGINE_PACKAGE_MISSING({ name, install }, cause)
  }
  return errors.ENGINE_PACKAGE_BROKEN({ name, reason }, cause)
}

/** What an import that may fail has for a `catch`: the error goes on to the `try` around it. */
export function passOn(cause: unknown): never {
  throw cause
}
