import { type DownloadProgress, defaultTransport, type Transport } from '@romae/internal/download'
import { count, type OptionsOf, type Schema, value } from '@romae/internal/options'
import { errors } from '../errors.ts'
import { readOptions } from '../options.ts'
import { type DatasetEntry, findDataset } from './entries.ts'
import { failures } from './failures.ts'
import { locate, needsOf } from './locate.ts'
import { obtain } from './obtain.ts'
import type { CheckedFile } from './receipt.ts'
import { withLock } from './with-lock.ts'

/** The most bytes that a download may have, and that an archive may unpack to, unless more are allowed. */
const MAX_BYTES = 2 ** 32

const schema = {
  dataDir: { kind: 'text', help: 'a local copy; nothing is downloaded then, and nothing is written' },
  cacheDir: {
    kind: 'text',
    help: 'where downloads are kept; by default `datasets` in the user’s folder for caches (`XDG_CACHE_HOME`/romae, …)',
  },
  maxBytes: { ...count, default: MAX_BYTES, help: 'the most bytes of a download, and of what an archive unpacks to' },
  signal: {
    kind: value<AbortSignal>(),
    has: 'aborted',
    expected: 'an AbortSignal',
    help: 'stops waiting and downloading; the next call resumes the download',
  },
  onProgress: { kind: value<(progress: DownloadProgress) => void>(), help: 'is told how far a download is' },
} as const satisfies Schema

/** Options of {@link fetchDataset}. */
export interface FetchOptions extends OptionsOf<typeof schema> {}

/** Where a data set is. */
export interface FetchedDataset {
  readonly name: string
  /** What the set's reader takes. */
  readonly path: string
  readonly source: 'local copy' | 'cache' | 'download'
  /** What was downloaded now; empty unless `source` is `download`. */
  readonly files: readonly CheckedFile[]
}

/**
 * Finds a data set by name: in a local copy, or in the cache, or downloads it from its public home into the cache.
 *
 * A download is checked by SHA-256 (see {@link CheckedFile}), unpacked into a folder of its own, and appears whole or not
 * at all. It happens once, also among processes that ask at the same time. A lost connection is gone on with, in this
 * call or the next.
 *
 * @param name one of {@link listDatasets}, or `uea/<Name>` for any set of the UEA archive
 * @throws RomaeError `DATASETS_UNKNOWN_NAME`, `DATASETS_NOT_IN_FOLDER`, `DATASETS_MANUAL`; of downloads
 * `DATASETS_DOWNLOAD`,
 *   DATASETS_HTTP_STATUS, DATASETS_REDIRECT, DATASETS_HASH, DATASETS_HASH_CHANGED, DATASETS_TOO_LARGE,
 *   DATASETS_INCOMPLETE; of archives DATASETS_ARCHIVE, DATASETS_UNSAFE_ENTRY; of the cache DATASETS_CANNOT_WRITE,
 *   DATASETS_LOCK, DATASETS_RECEIPT; the signal's reason
 */
export async function fetchDataset(name: string, options: FetchOptions = {}): Promise<FetchedDataset> {
  return fetchEntry(findDataset(name), options, defaultTransport)
}

export async function fetchEntry(
  entry: DatasetEntry,
  options: FetchOptions,
  transport: Transport,
): Promise<FetchedDataset> {
  const { dataDir, cacheDir, maxBytes, signal, onProgress } = readOptions('fetchDataset', schema, options)
  const { name, how } = entry
  if (dataDir !== undefined) {
    const path = await locate(dataDir, entry)
    if (path === null) throw errors.DATASETS_NOT_IN_FOLDER({ name, folder: dataDir, needs: needsOf(entry), how })
    return { name, path, source: 'local copy', files: [] }
  }
  const [{ mkdir }, { join }] = await Promise.all([import('node:fs/promises'), import('node:path')])
  const home = join(cacheDir ?? (await defaultCacheDir()), ...name.split('/'))
  const data = join(home, 'data')
  const cached = async (): Promise<FetchedDataset | null> => {
    const path = await locate(data, entry)
    return path === null ? null : { name, path, source: 'cache', files: [] }
  }
  const found = await cached()
  if (found) return found
  if (entry.files.length === 0) throw errors.DATASETS_MANUAL({ name, how: how ?? '' })
  await mkdir(home, { recursive: true }).catch((cause) => {
    throw errors.DATASETS_CANNOT_WRITE({ path: home, reason: cause.message }, cause)
  })
  return withLock(home, signal, async (both) => {
    // Another process may have had the lock before.
    const meanwhile = await cached()
    if (meanwhile) return meanwhile
    const files = await obtain(entry, home, { limit: maxBytes, transport, failures, signal: both, onProgress })
    return { name, path: (await locate(data, entry))!, source: 'download', files }
  })
}

async function defaultCacheDir(): Promise<string> {
  const [{ default: envPaths }, { join }] = await Promise.all([import('env-paths'), import('node:path')])
  return join(envPaths('romae', { suffix: '' }).cache, 'datasets')
}
