type End = { readonly result: unknown } | { readonly error: Error }

/** Events that come when they come, for one who takes them one after the other. */
export class Stream {
  readonly #events: unknown[] = []
  #end: End | null = null
  #wake = () => {}

  push(event: unknown): void {
    this.#events.push(event)
    this.#wake()
  }

  end(result: unknown): void {
    this.#end ??= { result }
    this.#wake()
  }

  fail(error: Error): void {
    this.#end ??= { error }
    this.#wake()
  }

  /** What came, and what comes, up to the end. @throws what the stream fails with */
  async *events(): AsyncGenerator<unknown, unknown, void> {
    for (;;) {
      while (this.#events.length > 0) yield this.#events.shift()
      if (this.#end !== null) {
        if ('error' in this.#end) throw this.#end.error
        return this.#end.result
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
}
