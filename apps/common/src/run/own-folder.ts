import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { errors } from '../errors.ts'

/**
 * A folder that a command makes in another one, to write to: never a link, by which somebody who prepared that folder would
 * have it write elsewhere. The folder that the user names may be a link.
 *
 * @throws RomaeError `APP_LINKED_FOLDER`
 */
export function ownFolder(folder: string, name: string): string {
  const path = join(folder, name)
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) throw errors.APP_LINKED_FOLDER({ path })
  return path
}
