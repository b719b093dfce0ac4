import type { DownloadFailures } from '@romae/internal/download'
import { errors } from '../errors.ts'

/** What downloads of data sets throw. */
export const failures: DownloadFailures = {
  failed: errors.DATASETS_DOWNLOAD,
  status: errors.DATASETS_HTTP_STATUS,
  redirect: errors.DATASETS_REDIRECT,
  hash: errors.DATASETS_HASH,
  cannotWrite: errors.DATASETS_CANNOT_WRITE,
  tooLarge: ({ url, got, limit }) =>
    errors.DATASETS_TOO_LARGE({ path: url, what: 'bytes', got, limit, wayOut: 'raise maxBytes if you trust it' }),
}
