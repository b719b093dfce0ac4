import { RomaeError } from '@romae/internal/errors'
import { errors } from '../errors.ts'

/** A typed error as it is, a failed file operation as `DATASETS_CANNOT_READ`. */
export function readError(path: string, cause: unknown): Error {
  if (RomaeError.isInstance(cause)) return cause
  const { code, message } = cause as { code?: string; message: string }
  const reason = code === 'ENOENT' ? 'there is no such file or folder' : message
  return errors.DATASETS_CANNOT_READ({ path, reason }, cause)
}
