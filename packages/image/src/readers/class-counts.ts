import { errors } from '../errors.ts'

/** Whether systems leave a file or folder of this name behind, which nobody has put there as data. */
export function isLeftBehind(name: string): boolean {
  return name.startsWith('.') || ['__MACOSX', 'Thumbs.db', 'desktop.ini'].includes(name)
}

/** What class folders hold, so that none gets lost: a class of which nothing can be read would be missing without a word. */
export class ClassCounts {
  readonly #path: string
  readonly #isRequired: boolean
  /** By class: whether it has an image, and what is not read. */
  readonly #classes = new Map<string, { hasImage: boolean; unread: number; example: string | null }>()

  constructor(path: string, isRequired: boolean) {
    this.#path = path
    this.#isRequired = isRequired
  }

  /** @param name of a class */
  begin(name: string): void {
    if (!this.#classes.has(name)) this.#classes.set(name, { hasImage: false, unread: 0, example: null })
  }

  /** @param name from the folder of class folders on */
  read(name: string): void {
    const found = this.#classOf(name)
    if (found !== undefined) found.hasImage = true
  }

  /** @param name from the folder of class folders on */
  unread(name: string): void {
    const found = this.#classOf(name)
    if (found === undefined) return
    found.unread += 1
    found.example ??= name
  }

  /** @throws RomaeError `IMAGE_EMPTY_CLASS` */
  requireImages(): void {
    for (const [label, { hasImage, unread, example }] of this.#classes) {
      if (!hasImage && this.#isRequired) throw errors.IMAGE_EMPTY_CLASS({ path: this.#path, label, unread, example })
    }
  }

  #classOf(name: string) {
    const [label, ...rest] = name.split('/')
    if (rest.length === 0) return undefined
    this.begin(label!)
    return this.#classes.get(label!)
  }
}
