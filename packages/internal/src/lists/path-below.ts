import { builtin } from '../platform/index.ts'

/** The path that a list's entry means, below the folder; null when it leaves the folder. */
export function pathBelow(folder: string, name: string): string | null {
  const { isAbsolute, relative, resolve, sep } = builtin('node:path')
  const path = resolve(folder, name)
  const way = relative(resolve(folder), path)
  const leaves = way === '' || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way) || name.includes('\0')
  return leaves ? null : path
}
