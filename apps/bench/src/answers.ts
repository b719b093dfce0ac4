import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { createInterface } from 'node:readline'

/** A process' answers, a line of JSON each, in order; its end is an error that says what it wrote. */
export class Answers {
  readonly ended: Promise<void>
  readonly #lines: AsyncIterator<string>
  #complaint = ''

  constructor(child: ChildProcessWithoutNullStreams) {
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    child.stderr.on('data', (text) => {
      this.#complaint = (this.#complaint + text).slice(-2000)
    })
    this.ended = new Promise((resolve, reject) => {
      child.once('close', () => resolve())
      child.once('error', reject)
    })
    // A process that cannot be started also ends the lines, which `next` reports.
    this.ended.catch((error: Error) => {
      this.#complaint = error.message
    })
  }

  async next(): Promise<unknown> {
    const { done, value } = await this.#lines.next()
    if (done === true) throw new Error(`the Python peer ended: ${this.#complaint || 'without a word'}`)
    return JSON.parse(value)
  }
}
