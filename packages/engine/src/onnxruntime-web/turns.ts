let last: Promise<unknown> = Promise.resolve()

/**
 * Runs functions one after another. onnxruntime-web has one WebAssembly instance, whose stack a call uses across its
 * `await`s: overlapping calls, even of different sessions, would overwrite each other's arguments.
 */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const result = last.then(work)
  last = result.catch(() => undefined)
  return result
}
