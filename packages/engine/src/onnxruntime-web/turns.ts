let last: Promise<unknown> = Promise.resolve()

/**
 * Does work after all that was given before it. onnxruntime-web has one WebAssembly instance, whose stack a call keeps
 * across its `await`s: calls that overlap, of different sessions too, overwrite each other's arguments.
 */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const result = last.then(work)
  last = result.catch(() => undefined)
  return result
}
