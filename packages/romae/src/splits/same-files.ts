import { realpath } from 'node:fs/promises'
import { errors } from '../errors.ts'
import { inputPath } from '../input.ts'

/** Paths as the user gave them, with the option that they came by; null: without one. */
export interface GivenPaths {
  readonly option: string | null
  readonly paths: readonly string[]
}

/**
 * Refuses the same file or folder given twice, whose samples would count twice or be in two parts. Links are followed. Missing
 * files are left to the reader.
 *
 * @throws RomaeError `APP_GIVEN_TWICE`
 */
export async function requireDifferentPaths(lists: readonly GivenPaths[]): Promise<void> {
  const before = new Map<string, string | null>()
  for (const { option, paths } of lists) {
    for (const path of paths) {
      const real = await realPath(inputPath(path))
      const first = before.get(real)
      if (first !== undefined) throw errors.APP_GIVEN_TWICE({ path, options: [first, option] })
      before.set(real, option)
    }
  }
}

/** Of `archive.tar#folder` that of the archive, and the folder. */
async function realPath(path: string): Promise<string> {
  const whole = await realpath(path).catch(() => null)
  if (whole !== null) return whole
  const [file, ...within] = path.split('#') as [string, ...string[]]
  return [await realpath(file).catch(() => file), ...within].join('#')
}
