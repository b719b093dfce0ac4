import { type DownloadOptions, download, hashFile } from '@romae/internal/download'
import { RomaeError } from '@romae/internal/errors'
import { filesNamed, findUnknown, type Known, makeFolder, removeKnown } from '@romae/internal/files'
import { isArchive, unpack } from '../archives/unpack.ts'
import { errors } from '../errors.ts'
import type { DatasetEntry, RemoteFile } from './entries.ts'
import { locate, needsOf } from './locate.ts'
import { type CheckedFile, readReceipt, writeReceipt } from './receipt.ts'
import { beginData, removeUnpacked } from './unpacking.ts'

/**
 * Downloads all files of a data set, unpacks them into a new folder, and gives it its name when it is whole.
 *
 * In the set's folder are afterwards `data` and `receipt.json`; until then also `downloads`, which a later call goes on
 * with, and a folder of what is unpacked, which it throws away. Nothing else is removed.
 *
 * @param home the set's folder, whose lock the caller holds
 */
export async function obtain(entry: DatasetEntry, home: string, options: DownloadOptions): Promise<CheckedFile[]> {
  const [{ rename, rm }, { join }] = await Promise.all([import('node:fs/promises'), import('node:path')])
  const downloads = join(home, 'downloads')
  const downloaded = downloadsOf(entry)
  refuseForeign(join(home, 'data'), await findUnknown(join(home, 'data'), nothing))
  // What else lies among the downloads stays there.
  const unknown = await findUnknown(downloads, downloaded)
  refuseForeign(
    downloads,
    unknown.filter((found) => found === downloads),
  )
  await makeFolder(downloads)
  const receiptPath = join(home, 'receipt.json')
  const receipt = { ...(await readReceipt(receiptPath)) }
  const checked: CheckedFile[] = []
  for (const file of entry.files) {
    const { name, url } = file
    const before = file.sha256 === null ? receipt[name] : undefined
    const path = join(downloads, name)
    const sha256 = await ensure(file, path, options)
    if (before && before.sha256 !== sha256) {
      await rm(path)
      throw errors.DATASETS_HASH_CHANGED({
        url,
        when: before.when,
        before: before.sha256,
        got: sha256,
        receipt: receiptPath,
      })
    }
    receipt[name] = before ?? { url, sha256, when: new Date().toISOString() }
    checked.push({ ...receipt[name], name, check: file.sha256 ? 'published' : before ? 'as before' : 'first use' })
  }

  const data = await beginData(home)
  try {
    for (const { name } of entry.files) {
      if (isArchive(name)) await unpackOrRemove(join(downloads, name), data.path, options.limit)
      else await rename(join(downloads, name), join(data.path, name))
      options.signal?.throwIfAborted()
    }
    if ((await locate(data.path, entry)) === null) {
      await removeKnown(downloads, downloaded)
      throw errors.DATASETS_INCOMPLETE({ name: entry.name, needs: needsOf(entry) })
    }
    await writeReceipt(receiptPath, receipt)
    await data.complete(nothing)
  } catch (cause) {
    await data.abandon()
    await removeUnpacked(home)
    throw cause
  }
  await removeUnpacked(home)
  await removeKnown(downloads, downloaded)
  return checked
}

const nothing: Known = { isFile: () => false }

/** What a download of the set leaves behind. */
function downloadsOf({ files }: DatasetEntry): Known {
  return { isFile: filesNamed(files.flatMap(({ name }) => [name, `${name}.part`, `${name}.part.json`])) }
}

/** What no download put there is not removed, and would be in the way. @throws RomaeError `DATASETS_FOREIGN_FILES` */
function refuseForeign(folder: string, found: readonly string[]): void {
  if (found.length > 0) throw errors.DATASETS_FOREIGN_FILES({ folder, found })
}

/** Downloads a file unless an earlier call did, and stopped at another one. */
async function ensure(file: RemoteFile, path: string, options: DownloadOptions): Promise<string> {
  const present = await hashFile(path).catch(() => null)
  if (present !== null && (file.sha256 === null || file.sha256 === present)) return present
  return download(file, path, file.sha256, options)
}

/** An archive that is no good is fetched again next time; one that is only too large is not. */
async function unpackOrRemove(archive: string, folder: string, limit: number) {
  try {
    await unpack(archive, folder, limit)
  } catch (cause) {
    const { rm } = await import('node:fs/promises')
    if (!RomaeError.isInstance(cause, 'DATASETS_TOO_LARGE')) await rm(archive)
    throw cause
  }
}
