import { ArchiveProblem } from './archive-problem.ts'

/** How much an archive may hold. */
export interface ArchiveLimits {
  /** Files, and folders that they lie in. */
  readonly entries: number
  /** Bytes of all files, unpacked. */
  readonly bytes: number
}

/** As long as a path may be on Linux. */
export const LONGEST_NAME = 4096

/** Looks at each entry of an archive before any of it is written. */
export class EntryGuard {
  readonly #limits: ArchiveLimits
  readonly #folders = new Set<string>()
  #bytes = 0
  #entries = 0

  constructor(limits: ArchiveLimits) {
    this.#limits = limits
  }

  /**
   * @param name with `/` between its parts
   * @param bytes the size that the archive says; whoever unpacks holds the entry to it
   * @param kind `file` or `folder`; anything else in words, such as `link`
   * @throws ArchiveProblem
   */
  check(name: string, bytes: number, kind: string): void {
    const unsafe = (reason: string) => ArchiveProblem.unsafe(name, reason)
    if (leavesFolder(name)) throw unsafe('its name leads out of the folder')
    if (name.length > LONGEST_NAME) throw unsafe(`its name has ${name.length} characters, and may have ${LONGEST_NAME}`)
    if (kind !== 'file' && kind !== 'folder') throw unsafe(`it is a ${kind}, not a file`)
    this.#countFolders(kind === 'folder' && !name.endsWith('/') ? `${name}/` : name)
    if (kind === 'file') this.#entries += 1
    this.#bytes += bytes
    this.#require('files and folders', this.#entries, this.#limits.entries)
    this.#require('bytes', this.#bytes, this.#limits.bytes)
  }

  /** A name of two thousand parts makes as many folders. */
  #countFolders(name: string): void {
    for (let end = name.indexOf('/'); end !== -1; end = name.indexOf('/', end + 1)) {
      const folder = name.slice(0, end)
      if (this.#folders.has(folder)) continue
      this.#folders.add(folder)
      this.#entries += 1
      this.#require('files and folders', this.#entries, this.#limits.entries)
    }
  }

  #require(what: string, got: number, limit: number): void {
    if (got > limit) throw ArchiveProblem.tooLarge(what, got, limit)
  }
}

/** Whether a name is none below a folder, on any system: absolute, with a drive, or with `..` in it. */
export function leavesFolder(name: string): boolean {
  return name.split(/[/\\]/).includes('..') || /^([/\\]|[a-z]:)/i.test(name) || name.includes('\0')
}
