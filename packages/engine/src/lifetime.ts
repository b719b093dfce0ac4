import { errors } from './errors.ts'

/**
 * Owns a resource and everything made from it. `close` refuses new work, closes the children, waits for the work that is
 * running, and then releases the resource.
 */
export class Lifetime {
  readonly #what: string
  readonly #release: () => Promise<void>
  readonly #parent: Lifetime | undefined
  readonly #children = new Set<Lifetime>()
  readonly #running = new Set<Promise<unknown>>()
  #closed: Promise<void> | undefined

  /** @param what Names the thing in messages: `program "x"`. */
  constructor(what: string, release: () => Promise<void>, parent?: Lifetime) {
    this.#what = what
    this.#release = release
    this.#parent = parent
    if (parent) {
      parent.check()
      parent.#children.add(this)
    }
  }

  /** @throws RomaeError `ENGINE_DISPOSED` after `close` was called. */
  check(): void {
    if (this.#closed) throw errors.ENGINE_DISPOSED({ what: this.#what })
  }

  /** @throws RomaeError `ENGINE_DISPOSED` after `close` was called. */
  async use<T>(work: () => Promise<T>): Promise<T> {
    this.check()
    const running = work()
    this.#running.add(running)
    try {
      return await running
    } finally {
      this.#running.delete(running)
    }
  }

  /** Refuses new work at once, and resolves when everything is released. Later calls return the first call's promise. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    await Promise.all([...this.#children].map((child) => child.close()))
    await Promise.allSettled(this.#running)
    if (this.#parent) this.#parent.#children.delete(this)
    await this.#release()
  }
}
