import type { ResourceLimits } from 'node:worker_threads'
import type { Tokens } from '@romae/tokenizer'
import type { Pass } from '../../data/sample-source.ts'
import type { TokenReader } from '../../data/streamed-tokens.ts'
import type { WorkerTask } from './messages.ts'
import { TokenWorker } from './token-worker-handle.ts'
import type { WorkerFiles } from './worker-files.ts'

/** Workers that read and tokenize samples. They start when they are first asked, and again after they were closed. */
export class TokenWorkers implements TokenReader {
  readonly #files: WorkerFiles
  readonly #task: WorkerTask
  readonly #count: number
  readonly #resourceLimits: ResourceLimits | undefined
  #workers: readonly TokenWorker[] = []

  constructor(files: WorkerFiles, task: WorkerTask, count: number, resourceLimits: ResourceLimits | undefined) {
    this.#files = files
    this.#task = task
    this.#count = count
    this.#resourceLimits = resourceLimits
  }

  /** Every worker reads a part. */
  async read(indices: readonly number[], pass: Pass): Promise<readonly Tokens[]> {
    if (this.#workers.length === 0) {
      this.#workers = Array.from(
        { length: this.#count },
        () => new TokenWorker(this.#files, this.#task, this.#resourceLimits),
      )
    }
    const size = Math.ceil(indices.length / this.#count)
    const parts = this.#workers
      .map((worker, part) => ({ worker, part: indices.slice(part * size, (part + 1) * size) }))
      .filter(({ part }) => part.length > 0)
    const settled = await Promise.allSettled(parts.map(({ worker, part }) => worker.read(part, pass)))
    return settled.flatMap((result) => {
      // Of several failures the one of the first part: the same that one thread would have met.
      if (result.status === 'rejected') throw result.reason
      return result.value
    })
  }

  async close(): Promise<void> {
    const workers = this.#workers
    this.#workers = []
    await Promise.all(workers.map((worker) => worker.close()))
  }
}
