import { ArchiveProblem } from '@romae/internal/archives'

/** The folder that an archive is unpacked to. Nothing is written through a link in it, whoever made that. */
export class UnpackedFolder {
  readonly #root: string
  /** Folders below the root, by their names in the archive, that are known to be folders. */
  readonly #known = new Set<string>()

  constructor(root: string) {
    this.#root = root
  }

  /** Makes a folder, with those above it. @throws ArchiveProblem where a link has its name; the system's errors */
  async folder(name: string): Promise<void> {
    const [{ lstat, mkdir }, { join }] = await Promise.all([import('node:fs/promises'), import('node:path')])
    let below = ''
    for (const part of name.split('/').filter((part) => part !== '' && part !== '.')) {
      below = below === '' ? part : `${below}/${part}`
      if (this.#known.has(below)) continue
      const path = join(this.#root, below)
      await mkdir(path).catch((cause) => {
        if (cause.code !== 'EEXIST') throw cause
      })
      if (!(await lstat(path)).isDirectory()) {
        throw ArchiveProblem.unsafe(name, 'what has the name of its folder is none')
      }
      this.#known.add(below)
    }
  }

  /** The path of a file, whose folder is there afterwards. @throws as `folder` does */
  async file(name: string): Promise<string> {
    const { join } = await import('node:path')
    await this.folder(name.split('/').slice(0, -1).join('/'))
    return join(this.#root, name)
  }
}
