import { extensionOf } from '../files/index.ts'

const ENDINGS = ['.csv', '.jsonl', '.parquet']

/** A list and the split of it that is meant: `['list.csv', 'train']` of `list.csv#train`. */
export function listOf(path: string): readonly [list: string, split?: string] {
  const at = path.lastIndexOf('#')
  if (at === -1 || !ENDINGS.includes(extensionOf(path.slice(0, at)))) return [path]
  return [path.slice(0, at), path.slice(at + 1)]
}

/** Whether a path is a list of files, or a split of one, and not a file or a folder of them. */
export function isList(path: string): boolean {
  return ENDINGS.includes(extensionOf(listOf(path)[0]))
}

/** Chooses the rows of one split, and knows which there are. */
export class SplitCounts {
  readonly #list: string
  readonly #only: string | undefined
  readonly #counts = new Map<string, number>()

  /** @param path of the list, with the split that is meant */
  constructor(path: string) {
    ;[this.#list, this.#only] = listOf(path)
  }

  /** Whether a row of this split is meant; undefined where rows are of none. */
  take(split: string | undefined): boolean {
    if (split !== undefined) this.#counts.set(split, (this.#counts.get(split) ?? 0) + 1)
    return this.#only === undefined || split === this.#only
  }

  /** What is wrong with the split that is meant: no row is of it. */
  get problem(): string | null {
    if (this.#only === undefined || this.#counts.has(this.#only)) return null
    const has = this.#counts.size === 0 ? 'no column of splits' : `the splits ${this.#named()}`
    return `no row is of the split ${JSON.stringify(this.#only)}: it has ${has}`
  }

  /** What the user should know where rows of several splits are read as one set. */
  get note(): string | null {
    if (this.#only !== undefined || this.#counts.size < 2) return null
    const [first] = this.#counts.keys()
    return `${this.#list} has the splits ${this.#named()}, and all are read: ${this.#list}#${first} reads one`
  }

  #named(): string {
    const all = [...this.#counts].map(([name, count]) => `${name} (${count})`)
    return all.length > 5 ? `${all.slice(0, 5).join(', ')}, …` : all.join(', ')
  }
}
