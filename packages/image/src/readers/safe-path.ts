import { builtin } from '@romae/internal/platform'
import { errors } from '../errors.ts'

/**
 * The path that a list's entry means, below the folder.
 *
 * @param file the list, for messages
 * @throws RomaeError `IMAGE_UNSAFE_NAME` when it leaves the folder
 */
export async function pathBelow(folder: string, name: string, file: string): Promise<string> {
  const { isAbsolute, relative, resolve, sep } = builtin('node:path')
  const path = resolve(folder, name)
  const way = relative(resolve(folder), path)
  if (way === '' || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way) || name.includes('\0')) {
    throw errors.IMAGE_UNSAFE_NAME({ file, name })
  }
  return path
}
