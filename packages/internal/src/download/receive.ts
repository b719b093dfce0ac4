import { RomaeError } from '../errors/index.ts'
import { cannotWrite, type DownloadFailures, WriteFailure } from './failures.ts'
import { notePartial, openPartial, readPartial, removePartial } from './partial.ts'
import { request } from './request.ts'
import { PassingFailure } from './transport.ts'

/** What one attempt needs to know. */
export interface Reception {
  readonly url: string
  /** The partial file. */
  readonly path: string
  readonly limit: number
  /** Milliseconds without a byte after which the connection counts as lost. */
  readonly stall: number
  readonly signal: AbortSignal | undefined
  readonly failures: DownloadFailures
  readonly authorization: string | null
  onBytes(received: number, total: number | null): void
}

/**
 * One attempt to bring a partial file to its end, from where it is.
 *
 * @throws PassingFailure when another attempt may get further, WriteFailure, and those of `failures`
 */
export async function receive(reception: Reception): Promise<void> {
  const { url, path, stall, signal, failures, authorization } = reception
  const stalled = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const alive = () => {
    clearTimeout(timer)
    timer = setTimeout(() => stalled.abort(), stall)
  }
  alive()
  try {
    const both = signal ? AbortSignal.any([signal, stalled.signal]) : stalled.signal
    const partial = await readPartial(path, url)
    const headers: Record<string, string> = { 'accept-encoding': 'identity' }
    if (partial) Object.assign(headers, { range: `bytes=${partial.bytes}-`, 'if-range': partial.validator })
    const response = await request(url, headers, both, failures, authorization)
    await store(response, partial?.bytes ?? 0, reception, alive)
  } catch (cause) {
    signal?.throwIfAborted()
    if (stalled.signal.aborted) throw new PassingFailure(`nothing came for ${stall / 1000} s`, { cause })
    throw cause
  } finally {
    clearTimeout(timer)
  }
}

async function store(response: Response, offset: number, reception: Reception, alive: () => void) {
  const { url, path, limit, failures, onBytes } = reception
  const continues = response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${offset}-`)
  if (response.status !== 200 && !continues) {
    await response.body?.cancel()
    await removePartial(path)
    throw new PassingFailure('the server cannot go on where the download stopped')
  }
  let received = continues ? offset : 0
  const length = response.headers.get('content-length')
  const total = length === null ? null : received + Number(length)
  const check = (bytes: number) => {
    if (bytes <= limit) return
    throw failures.tooLarge({ url, got: bytes, limit })
  }
  check(total ?? 0)
  await notePartial(path, url, validatorOf(response))
  const file = await openPartial(path, continues === true)
  try {
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      alive()
      check(received + chunk.length)
      await file.writeFile(chunk).catch((cause) => cannotWrite(path, cause))
      received += chunk.length
      onBytes(received, total)
    }
  } catch (cause) {
    if (cause instanceof WriteFailure || RomaeError.isInstance(cause)) throw cause
    throw new PassingFailure(`the connection was lost after ${received} of ${total ?? 'unknown'} bytes`, { cause })
  } finally {
    await file.close()
  }
  if (total !== null && received !== total) throw new PassingFailure(`${received} of ${total} bytes came`)
}

/** Weak tags say that files mean the same, not that they are the same. */
function validatorOf({ headers }: Response): string | null {
  const tag = headers.get('etag')
  return tag !== null && !tag.startsWith('W/') ? tag : headers.get('last-modified')
}
