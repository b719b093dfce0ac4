import { errors, reasonOf } from './errors.ts'

/** What Node and browsers say about a package that is not there. */
const absent = /cannot find (package|module)|failed to resolve module|is not installed|could not resolve/i

/**
 * Imports an optional package.
 *
 * @throws RomaeError `ENGINE_PACKAGE_MISSING`, `ENGINE_PACKAGE_BROKEN`
 */
export async function loadPackage<T>(name: string, install: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (cause) {
    const { code } = cause as { readonly code?: unknown }
    const reason = reasonOf(cause)
    if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND' || (code === undefined && absent.test(reason))) {
      throw errors.ENGINE_PACKAGE_MISSING({ name, install }, cause)
    }
    throw errors.ENGINE_PACKAGE_BROKEN({ name, reason }, cause)
  }
}
