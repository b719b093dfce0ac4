import { ArchiveProblem } from '@romae/internal/archives'
import { RomaeError } from '@romae/internal/errors'
import { NotAFile } from '@romae/internal/files'
import { errors } from '../errors.ts'
import { readError } from '../readers/read-error.ts'

/** A typed error as it is; what an archive or the system says as one of ours. */
export function archiveError(file: string, cause: unknown): Error {
  if (RomaeError.isInstance(cause)) return cause
  if (cause instanceof NotAFile) return readError(file, cause)
  const { code, message } = cause as { code?: string; message: string }
  if (code === 'ENOENT') return readError(file, cause)
  if (!(cause instanceof ArchiveProblem) || cause.kind === 'damaged') {
    return errors.DATASETS_ARCHIVE({ file, reason: message }, cause)
  }
  if (cause.kind === 'unsafe') return errors.DATASETS_UNSAFE_ENTRY({ file, name: cause.what, reason: message }, cause)
  const { what, got, limit } = cause
  const wayOut = what === 'bytes' ? 'raise maxBytes if you trust it' : 'unpack it yourself, and give the folder'
  return errors.DATASETS_TOO_LARGE({ path: file, what, got, limit, wayOut }, cause)
}
