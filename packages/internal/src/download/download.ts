import { type DownloadFailures, WriteFailure } from './failures.ts'
import { hashFile } from './hash-file.ts'
import { removeNotes, removePartial } from './partial.ts'
import { receive } from './receive.ts'
import { PassingFailure, type Transport } from './transport.ts'

/** How far a download is. */
export interface DownloadProgress {
  /** The file's name. */
  readonly file: string
  /** Bytes of it that are here. */
  readonly received: number
  /** Bytes that it has, where the server says so. */
  readonly total: number | null
}

export interface DownloadOptions {
  /** The most bytes. */
  readonly limit: number
  readonly transport: Transport
  /** The errors that are thrown. */
  readonly failures: DownloadFailures
  /** What the server is told of who asks; a server that it sends on to is not. */
  readonly authorization?: string | null
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined
}

/**
 * Downloads a file to `<path>.part`, going on where an earlier download stopped, checks it, and gives it its name: what
 * is at `path` is whole and right.
 *
 * @param expected the SHA-256 that it has to have, null if none is known
 * @returns its SHA-256
 * @throws those of `failures`, and the signal's reason when it is aborted
 */
export async function download(
  { name, url }: { readonly name: string; readonly url: string },
  path: string,
  expected: string | null,
  { limit, transport, failures, authorization = null, signal, onProgress }: DownloadOptions,
): Promise<string> {
  const { rename } = await import('node:fs/promises')
  const partial = `${path}.part`
  let [attempts, most] = [0, 0]
  const onBytes = (received: number, total: number | null) => {
    // Only what never came before counts as progress: a server that always stops at the same place is given up.
    if (received > most) attempts = 0
    most = Math.max(most, received)
    onProgress?.({ file: name, received, total })
  }
  for (;;) {
    try {
      await receive({ url, path: partial, limit, stall: transport.stall, signal, failures, authorization, onBytes })
      break
    } catch (cause) {
      if (cause instanceof WriteFailure) {
        throw failures.cannotWrite({ path: cause.path, reason: cause.message }, cause.cause)
      }
      if (!(cause instanceof PassingFailure)) throw cause
      const delay = transport.delays[attempts]
      attempts += 1
      if (delay === undefined) throw failures.failed({ url, reason: cause.message, attempts }, cause)
      await wait(delay, signal)
    }
  }
  const sha256 = await hashFile(partial)
  if (expected !== null && sha256 !== expected) {
    await removePartial(partial)
    throw failures.hash({ url, expected, got: sha256 })
  }
  await rename(partial, path)
  await removeNotes(partial)
  return sha256
}

async function wait(delay: number, signal: AbortSignal | undefined) {
  const { setTimeout } = await import('node:timers/promises')
  await setTimeout(delay, undefined, { signal }).catch(() => signal?.throwIfAborted())
}
