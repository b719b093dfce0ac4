import type { DatasetEntry } from './entries.ts'

/**
 * Looks for a data set in a folder: in the folder itself, and below it in folders of the set's name, e.g. `BasicMotions`
 * and `uea/BasicMotions`.
 *
 * @returns what the set's reader takes, or null
 */
export async function locate(folder: string, { name, layouts }: DatasetEntry): Promise<string | null> {
  const [{ access }, { join }] = await Promise.all([import('node:fs/promises'), import('node:path')])
  const exists = (path: string) =>
    access(path).then(
      () => true,
      () => false,
    )
  for (const below of ['', name.split('/').at(-1)!, name]) {
    for (const { needs, path } of layouts) {
      const found = await Promise.all(needs.map((need) => exists(join(folder, below, need))))
      if (found.every(Boolean)) return join(folder, below, path)
    }
  }
  return null
}

/** What has to be in a data set's folder, in words. */
export function needsOf({ layouts }: DatasetEntry): string {
  return layouts.map(({ needs }) => needs.join(' and ')).join(', or ')
}
