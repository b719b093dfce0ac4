import type { SentError } from '../../sent-error.ts'

/** From a page to its worker. Calls have numbers, by which answers find them. */
export type ToWorker =
  | { readonly type: 'romae-call'; readonly call: number; readonly name: string; readonly input: unknown }
  | { readonly type: 'romae-abort'; readonly call: number; readonly reason: unknown }
  /** Nobody takes its events any more. */
  | { readonly type: 'romae-leave'; readonly call: number }

/** From a worker to its page. */
export type FromWorker =
  | { readonly type: 'romae-ready'; readonly names: readonly string[] }
  | { readonly type: 'romae-event'; readonly call: number; readonly event: unknown }
  | { readonly type: 'romae-result'; readonly call: number; readonly result: unknown }
  | { readonly type: 'romae-error'; readonly call: number; readonly error: SentError | Error }

/** What both ends have of a worker's channel. */
export interface MessageEnd {
  /** Of a list that is not read-only: the types of a browser’s own `Worker` want one. */
  postMessage(message: unknown, transfer: Transferable[]): void
  addEventListener(type: 'message', listen: (event: { readonly data: unknown }) => void): void
}

/** What is handed over and not copied, such as the buffer of an array: who has sent it has it no more. */
export type Transferable = ArrayBuffer

/** A message of ours; null for one that somebody else has sent. */
export function ours<Message extends ToWorker | FromWorker>(data: unknown): Message | null {
  const { type } = (data ?? {}) as { readonly type?: unknown }
  return typeof type === 'string' && type.startsWith('romae-') ? (data as Message) : null
}
