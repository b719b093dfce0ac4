import { nodeVersion } from '@romae/internal/platform'
import { errors } from '../errors.ts'

/** From when WebAssembly's file is there, until all threads have answered: it takes a fraction of a second. */
const patience = 10_000

/**
 * Waits for threads, which say nothing where they cannot start: their script is missing, forbidden, or another one than they
 * expect. A slow network is waited for.
 *
 * @throws RomaeError `ENGINE_THREADS_SILENT`; what `starting` throws
 */
export async function startInTime<Result>(starting: Promise<Result>, wait = patience): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const silence = new Promise<never>((_, reject) => {
    const ask = (wasHere: boolean) => {
      timer = setTimeout(() => {
        if (wasHere) reject(errors.ENGINE_THREADS_SILENT({ seconds: wait / 1000 }))
        else ask(isFetched())
      }, wait)
    }
    ask(isFetched())
  })
  try {
    return await Promise.race([starting, silence])
  } finally {
    clearTimeout(timer)
  }
}

/** Whether a WebAssembly file has been fetched here; also where nobody says what was, and in Node, which reads it from the disk. */
function isFetched(): boolean {
  if (nodeVersion() !== null) return true
  const entries = globalThis.performance?.getEntriesByType?.('resource') ?? []
  return entries.length === 0 || entries.some(({ name }) => name.split(/[?#]/)[0]!.endsWith('.wasm'))
}
