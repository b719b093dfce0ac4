import { pathBelow as below } from '@romae/internal/lists'
import { errors } from '../errors.ts'

/**
 * The path that a list's entry means, below the folder.
 *
 * @param file the list, for messages
 * @throws RomaeError `IMAGE_UNSAFE_NAME` when it leaves the folder
 */
export function pathBelow(folder: string, name: string, file: string): string {
  const path = below(folder, name)
  if (path === null) throw errors.IMAGE_UNSAFE_NAME({ file, name })
  return path
}
