import { errors } from '../errors.ts'

/** The most files that an archive may hold. */
const MAX_ENTRIES = 200_000

/** Looks at each entry of an archive before any of it is written. */
export class EntryGuard {
  readonly #file: string
  readonly #limit: number
  #bytes = 0
  #entries = 0

  /** @param limit the most bytes that all entries may have together, unpacked */
  constructor(file: string, limit: number) {
    this.#file = file
    this.#limit = limit
  }

  /**
   * @param bytes the size that the archive says; whoever unpacks holds the entry to it
   * @param kind what the entry is, in words, where that is neither a file nor a folder
   * @throws DATASETS_UNSAFE_ENTRY, DATASETS_TOO_LARGE
   */
  check(name: string, bytes: number, kind: string | null): void {
    const file = this.#file
    const leaves = name.split(/[/\\]/).includes('..') || /^([/\\]|[a-z]:)/i.test(name) || name.includes('\0')
    if (leaves) throw errors.DATASETS_UNSAFE_ENTRY({ file, name, reason: 'its name leads out of the folder' })
    if (kind !== null) throw errors.DATASETS_UNSAFE_ENTRY({ file, name, reason: `it is a ${kind}, not a file` })
    this.#entries += 1
    this.#bytes += bytes
    if (this.#bytes > this.#limit || this.#entries > MAX_ENTRIES) {
      const [what, limit] = this.#bytes > this.#limit ? ['bytes', this.#limit] : ['files', MAX_ENTRIES]
      throw errors.DATASETS_TOO_LARGE({ path: file, what: `the unpacked ${what}`, limit })
    }
  }
}
