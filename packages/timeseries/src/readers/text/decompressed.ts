import { ArchiveProblem, expanded, gunzip, PackageMissing, unzstd } from '@romae/internal/archives'
import type { RomaeError } from '@romae/internal/errors'
import { errors } from '../../errors.ts'

/**
 * The chunks of a source, decompressed where they begin as gzip or zstd does, whatever the file is called. A text is none.
 *
 * @throws RomaeError `TIMESERIES_DAMAGED_ARCHIVE`, `TIMESERIES_ARCHIVE_TOO_LARGE`, `TIMESERIES_PACKAGE_MISSING`
 */
export async function* decompressed(
  file: string,
  chunks: AsyncIterable<string | Uint8Array>,
): AsyncGenerator<string | Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]()
  const rest: AsyncIterable<string | Uint8Array> = { [Symbol.asyncIterator]: () => iterator }
  try {
    const first = await iterator.next()
    if (first.done === true) return
    if (typeof first.value === 'string') {
      yield first.value
      yield* rest
      return
    }
    yield* expanded(bytesOf(first.value, rest), { gzip: gunzip, zstd: unzstd })
  } catch (cause) {
    throw archiveError(file, cause)
  } finally {
    // Nobody else does where the rest was never asked for.
    await iterator.return?.()
  }
}

async function* bytesOf(first: Uint8Array, rest: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  yield first
  for await (const chunk of rest) yield typeof chunk === 'string' ? encoder.encode(chunk) : chunk
}

/** What is wrong with a compressed file, as an error of this package; any other error as it is. */
function archiveError(file: string, cause: unknown): unknown {
  if (!(cause instanceof ArchiveProblem)) return packageError(file, cause) ?? cause
  const reason = cause.message
  return cause.kind === 'too large'
    ? errors.TIMESERIES_ARCHIVE_TOO_LARGE({ file, reason }, cause)
    : errors.TIMESERIES_DAMAGED_ARCHIVE({ file, reason }, cause)
}

/** That the package is missing which reads a file; null where that is not what went wrong. */
export function packageError(file: string, cause: unknown): RomaeError | null {
  if (!(cause instanceof PackageMissing)) return null
  return errors.TIMESERIES_PACKAGE_MISSING({ file, install: cause.install, reason: cause.message }, cause)
}
