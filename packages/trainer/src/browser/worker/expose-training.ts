import { RomaeError } from '@romae/internal/errors'
import { turn } from '@romae/internal/platform'
import { errors } from '../../errors.ts'
import { packError } from '../../sent-error.ts'
import { type FromWorker, type MessageEnd, ours, type ToWorker, type Transferable } from './messages.ts'

/** What a function of a worker is told besides its input. */
export interface WorkerContext {
  /** Aborted where the page's signal is, and where the page takes no more events. */
  readonly signal: AbortSignal
}

/**
 * Functions that a page calls by name. One with events is an async generator, such as a run of `pretrain`; what it returns is the
 * result. Inputs, events and results are what `postMessage` can send.
 */
// biome-ignore lint/suspicious/noExplicitAny: what goes in and comes out is known to each function alone
export type WorkerFunctions = Readonly<Record<string, (input: any, context: WorkerContext) => any>>

/** Why a signal is aborted whose events nobody takes any more. */
const left = Symbol('left')

const handedOver = new WeakMap<object, readonly Transferable[]>()

/**
 * An event or result of which buffers are handed over to the page and not copied.
 *
 * @returns the same value
 */
export function handOver<Value extends object>(value: Value, buffers: readonly Transferable[]): Value {
  handedOver.set(value, buffers)
  return value
}

/**
 * Lets the page that has started this worker call functions in it: `connectTraining` is the page's end. Between events the worker
 * hears what the page says.
 */
export function exposeTraining(functions: WorkerFunctions): void {
  const page = globalThis as unknown as MessageEnd
  const send = (message: FromWorker, transfer: readonly Transferable[] = []) => page.postMessage(message, [...transfer])
  const running = new Map<number, AbortController>()
  page.addEventListener('message', ({ data }) => {
    const message = ours<ToWorker>(data)
    if (message === null) return
    const { call } = message
    if (message.type === 'romae-call') {
      const controller = new AbortController()
      running.set(call, controller)
      void answer(message, controller.signal).finally(() => running.delete(call))
    } else running.get(call)?.abort(message.type === 'romae-abort' ? message.reason : left)
  })
  send({ type: 'romae-ready', names: Object.keys(functions) })

  async function answer({ call, name, input }: ToWorker & { readonly type: 'romae-call' }, signal: AbortSignal) {
    try {
      const result = await run(call, functionNamed(functions, name)(input, { signal }), signal)
      send({ type: 'romae-result', call, result }, buffersOf(result))
    } catch (error) {
      send({ type: 'romae-error', call, error: sendable(error) })
    }
  }

  async function run(call: number, made: unknown, signal: AbortSignal): Promise<unknown> {
    if (!isGenerator(made)) return made
    try {
      for (;;) {
        const next = await made.next()
        if (next.done) return next.value
        send({ type: 'romae-event', call, event: next.value }, buffersOf(next.value))
        await turn()
        if (signal.reason === left) return null
      }
    } finally {
      // Nothing happens where it is at its end.
      await made.return(undefined)
    }
  }
}

function functionNamed(functions: WorkerFunctions, name: string): WorkerFunctions[string] {
  if (Object.hasOwn(functions, name)) return functions[name]!
  throw errors.TRAINER_OPTION({
    of: 'run',
    key: 'name',
    got: name,
    expected: `one of ${Object.keys(functions).join(', ')}`,
  })
}

function isGenerator(value: unknown): value is AsyncGenerator<unknown, unknown, undefined> {
  return typeof (value as { readonly next?: unknown } | null)?.next === 'function'
}

const buffersOf = (value: unknown) => handedOver.get(value as object) ?? []

function sendable(error: unknown) {
  if (RomaeError.isInstance(error)) return packError(error)
  return error instanceof Error ? error : new Error(String(error))
}
