import { type ResourceLimits, Worker } from 'node:worker_threads'
import type { RomaeError, Tokens } from '@romae/tokenizer'
import type { Pass } from '../../data/sample-source.ts'
import { errors, reasonOf } from '../../errors.ts'
import { unpackError } from '../../sent-error.ts'
import type { ReadAnswer, ReadRequest, WorkerTask } from './messages.ts'
import { unpackTokens } from './packed-tokens.ts'
import type { WorkerFiles } from './worker-files.ts'

interface Waiting {
  readonly indices: readonly number[]
  resolve(tokens: Tokens[]): void
  reject(error: RomaeError): void
}

/** One worker, from the side of who asks it. It keeps the process alive only while it is asked for something. */
export class TokenWorker {
  readonly #worker: Worker
  readonly #module: string
  readonly #waiting = new Map<number, Waiting>()
  #requests = 0
  /** Why it ended. */
  #ended: RomaeError | null = null

  constructor(files: WorkerFiles, task: WorkerTask, resourceLimits: ResourceLimits | undefined) {
    this.#module = task.module
    const workerData = { ...task, program: files.program }
    this.#worker = new Worker(files.start, { workerData, ...(resourceLimits !== undefined && { resourceLimits }) })
    this.#worker.unref()
    this.#worker.on('message', (answer: ReadAnswer) => this.#answer(answer))
    this.#worker.on('messageerror', (error) => this.#end(reasonOf(error), error))
    this.#worker.on('error', (error) => this.#end(reasonOf(error), error))
    this.#worker.on('exit', (code) => this.#end(`it exited with code ${code}`))
  }

  /** @throws RomaeError `TRAINER_WORKER_ENDED`, or what reading threw in the worker */
  read(indices: readonly number[], pass: Pass): Promise<Tokens[]> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== null) {
        reject(this.#ended)
        return
      }
      const request: ReadRequest = { id: this.#requests++, indices, pass }
      this.#waiting.set(request.id, { indices, resolve, reject })
      this.#worker.ref()
      this.#worker.postMessage(request)
    })
  }

  /** Ends the worker, whatever it does; who waits for it gets `TRAINER_WORKER_ENDED`. */
  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  #answer(answer: ReadAnswer): void {
    const { resolve, reject } = this.#waiting.get(answer.id)!
    this.#waiting.delete(answer.id)
    if (this.#waiting.size === 0) this.#worker.unref()
    if ('tokens' in answer) resolve(unpackTokens(answer.tokens))
    else reject(unpackError(answer.error))
  }

  #end(reason: string, cause?: unknown): void {
    if (this.#ended !== null) return
    const samples = [...this.#waiting.values()].flatMap(({ indices }) => indices)
    this.#ended = errors.TRAINER_WORKER_ENDED({ module: this.#module, reason, samples }, cause)
    for (const { reject } of this.#waiting.values()) reject(this.#ended)
    this.#waiting.clear()
  }
}
