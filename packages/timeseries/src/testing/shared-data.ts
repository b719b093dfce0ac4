import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Data sets that are not part of the repository: beside its root, or where ROMAE_SHARED says. */
const root = process.env.ROMAE_SHARED ?? fileURLToPath(new URL('../../../../../shared', import.meta.url))

/** A file or folder of the shared data. */
export const sharedPath = (...parts: string[]): string => join(root, ...parts)

/**
 * Why tests of a shared folder cannot run, or null when they can. With ROMAE_REQUIRE_SHARED=1 it is never a reason to
 * skip: the tests then fail on the missing files.
 */
export function whySkipped(...parts: string[]): string | null {
  if (process.env.ROMAE_REQUIRE_SHARED === '1' || existsSync(sharedPath(...parts))) return null
  return `${join('shared', ...parts)} is not here; set ROMAE_SHARED to the folder that holds it`
}
