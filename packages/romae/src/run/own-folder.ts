import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { errors } from '../errors.ts'

/**
 * The path of a subfolder that a command writes to. It must not be a symbolic link, by which whoever prepared the folder could
 * redirect what is written; the folder that the user names may be one.
 *
 * @throws RomaeError `APP_LINKED_FOLDER`
 */
export function ownFolder(folder: string, name: string): string {
  const path = join(folder, name)
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) throw errors.APP_LINKED_FOLDER({ path })
  return path
}
