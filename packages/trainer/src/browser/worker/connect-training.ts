import { errors, reasonOf } from '../../errors.ts'
import { unpackError } from '../../sent-error.ts'
import type { WorkerFunctions } from './expose-training.ts'
import { type FromWorker, type MessageEnd, ours, type ToWorker, type Transferable } from './messages.ts'
import { Stream } from './stream.ts'

/** A `Worker`, as far as it is used. */
export interface TrainingWorker extends MessageEnd {
  addEventListener(type: 'message', listen: (event: { readonly data: unknown }) => void): void
  addEventListener(type: 'error' | 'messageerror', listen: (event: { readonly message?: string }) => void): void
  terminate(): void
}

/** How a function is called. */
export interface CallOptions {
  /** Aborts the signal that the function has: a run then ends with a checkpoint and `stopped: true`. */
  readonly signal?: AbortSignal
  /** Buffers of the input that are handed over and not copied. */
  readonly transfer?: readonly Transferable[]
}

type EventOf<Made> = Made extends AsyncGenerator<infer Event, unknown, never> ? Event : never
type ResultOf<Made> = Made extends AsyncGenerator<unknown, infer Result, never> ? Result : Awaited<Made>

/** The page's end of a worker with `exposeTraining`. */
export interface TrainingConnection<Functions extends WorkerFunctions> {
  /**
   * The events of a function as they happen; the return value is its result, so that `runToEnd` takes a run of a worker as one of
   * the page. Who stops taking events ends the function.
   *
   * @throws RomaeError what the function throws; `TRAINER_OPTION`, `TRAINER_WORKER_SILENT`, `TRAINER_DISPOSED`
   */
  run<Name extends keyof Functions & string>(
    name: Name,
    input: Parameters<Functions[Name]>[0],
    options?: CallOptions,
  ): AsyncGenerator<EventOf<ReturnType<Functions[Name]>>, ResultOf<ReturnType<Functions[Name]>>, void>
  /** The result of a function, whose events nobody wants. @throws what `run` throws */
  call<Name extends keyof Functions & string>(
    name: Name,
    input: Parameters<Functions[Name]>[0],
    options?: CallOptions,
  ): Promise<ResultOf<ReturnType<Functions[Name]>>>
  /** Ends the worker at once: `TRAINER_DISPOSED` for what goes on in it. Checkpoints are as they were. */
  close(): void
}

/** @throws RomaeError `TRAINER_OPTION` */
function sendInput(send: () => void): void {
  try {
    send()
  } catch (cause) {
    const expected = 'what postMessage sends: plain data and arrays, no functions, nothing that was handed over before'
    throw errors.TRAINER_OPTION({ of: 'run', key: 'input', got: reasonOf(cause), expected })
  }
}

/** How long a worker may load its scripts before that is an error. */
const patience = 30_000

/**
 * Connects a page with a worker of its own, whose script calls `exposeTraining`. The worker's address stays in the page's script,
 * where bundlers find it: `new Worker(new URL('./train.js', import.meta.url), { type: 'module' })`.
 *
 * @param options.patience milliseconds that the worker may take to load, 30 seconds by default
 */
export function connectTraining<Functions extends WorkerFunctions>(
  worker: TrainingWorker,
  options: { readonly patience?: number } = {},
): TrainingConnection<Functions> {
  const calls = new Map<number, Stream>()
  let last = 0
  let failure: Error | null = null
  const fail = (error: Error) => {
    failure ??= error
    for (const stream of calls.values()) stream.fail(failure)
    calls.clear()
    clearTimeout(waiting)
  }
  const wait = options.patience ?? patience
  const silent = (reason: string) => errors.TRAINER_WORKER_SILENT({ reason })
  const waiting = setTimeout(() => fail(silent(`it has said nothing in ${wait / 1000} seconds`)), wait)
  worker.addEventListener('error', ({ message }) =>
    fail(silent(message || 'its script, or one of its imports, was not found')),
  )
  worker.addEventListener('messageerror', () => fail(silent('it has sent what cannot be received')))
  worker.addEventListener('message', ({ data }) => {
    const message = ours<FromWorker>(data)
    if (message === null) return
    clearTimeout(waiting)
    if (message.type === 'romae-ready') return
    const stream = calls.get(message.call)
    if (message.type === 'romae-event') stream?.push(message.event)
    else {
      calls.delete(message.call)
      if (message.type === 'romae-result') stream?.end(message.result)
      else stream?.fail(message.error instanceof Error ? message.error : unpackError(message.error))
    }
  })

  async function* run(name: string, input: unknown, { signal, transfer = [] }: CallOptions = {}) {
    if (failure !== null) throw failure
    last += 1
    const call = last
    const stream = new Stream()
    const send = (message: ToWorker, buffers: readonly Transferable[] = []) => worker.postMessage(message, [...buffers])
    const abort = () => send({ type: 'romae-abort', call, reason: String(signal?.reason) })
    calls.set(call, stream)
    try {
      sendInput(() => send({ type: 'romae-call', call, name, input }, transfer))
      if (signal?.aborted) abort()
      signal?.addEventListener('abort', abort)
      return yield* stream.events()
    } finally {
      signal?.removeEventListener('abort', abort)
      if (calls.delete(call)) send({ type: 'romae-leave', call })
    }
  }

  const connection = {
    run,
    async call(...called: Parameters<typeof run>) {
      const events = run(...called)
      for (;;) {
        const next = await events.next()
        if (next.done) return next.value
      }
    },
    close() {
      fail(errors.TRAINER_DISPOSED({ what: 'worker' }))
      worker.terminate()
    },
  }
  return connection as unknown as TrainingConnection<Functions>
}
