import { dirname, resolve } from 'node:path'
import { makeFolder, replaceFile } from '@romae/internal/files'
import { errors } from './errors.ts'

/**
 * Writes a file that appears whole or not at all, flushed, making its folder if need be. A link that has its name is
 * replaced, not followed.
 *
 * @throws RomaeError `APP_CANNOT_WRITE`
 */
export async function writeFile(path: string, contents: string | Uint8Array): Promise<void> {
  try {
    await makeFolder(dirname(path))
    await replaceFile(path, contents)
  } catch (cause) {
    throw errors.APP_CANNOT_WRITE({ path, reason: cause instanceof Error ? cause.message : String(cause) }, cause)
  }
}

/** The same of a value as JSON. */
export function writeJson(path: string, value: unknown): Promise<void> {
  return writeFile(path, `${JSON.stringify(value, null, 2)}\n`)
}

let userFolder = '.'

/** Called once, by whoever runs a program: where it was typed, if that is not the folder of the process. */
export function setUserFolder(folder: string): void {
  userFolder = folder
}

/** A path as the user meant it: relative to where the command was typed. */
export function userPath(path: string): string {
  return resolve(userFolder, path)
}
