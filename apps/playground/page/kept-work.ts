import type { MediaKind, PlacedFile } from './media-kind.ts'
import { type TableSettings, usualSettings } from './settings.ts'
import { isOfMedia, type Work } from './work.ts'

const folderName = 'playground'
const filesName = 'files'
const modelName = 'model'
const recordName = 'work.json'

/** Bytes of a folder, at most: what is larger is not written to the disk a second time. */
const MOST_KEPT = 200e6

/** What `work.json` says of the files beside it. */
interface WorkRecord {
  readonly run: string
  /** In this order they are in one file, one after the other: a browser writes thousands of small ones slowly. */
  readonly files: readonly { readonly path: string; readonly size: number; readonly type: string }[]
  readonly table: { readonly settings: TableSettings; readonly model: string | null } | null
  readonly media: { readonly kind: MediaKind; readonly left: number } | null
}

let last: Promise<unknown> = Promise.resolve()

/**
 * Keeps what is worked on in this browser, for after a reload; of other runs than these nothing stays. What is kept at once is kept
 * one after the other, as the files are the same.
 *
 * @returns whether it could
 */
export function keepWork(work: Work, alsoRuns: readonly string[]): Promise<boolean> {
  const kept = last.then(() => keep(work, alsoRuns))
  last = kept
  return kept
}

async function keep(work: Work, alsoRuns: readonly string[]): Promise<boolean> {
  try {
    const folder = await openFolder()
    const files: readonly PlacedFile[] = isOfMedia(work) ? work.files : [{ file: work.file, path: work.file.name }]
    const model = isOfMedia(work) ? null : work.model
    const stays = [work.run, ...alsoRuns]
    for await (const name of folder.keys()) {
      if (!stays.includes(name)) await folder.removeEntry(name, { recursive: true }).catch(() => {})
    }
    if (files.reduce((sum, { file }) => sum + file.size, 0) > MOST_KEPT) return false
    await write(folder, filesName, new Blob(files.map(({ file }) => file)))
    if (model !== null) await write(folder, modelName, model)
    const record: WorkRecord = {
      run: work.run,
      files: files.map(({ file, path }) => ({ path, size: file.size, type: file.type })),
      table: isOfMedia(work) ? null : { settings: work.settings, model: model?.name ?? null },
      media: isOfMedia(work) ? { kind: work.kind, left: work.left } : null,
    }
    await write(folder, recordName, new Blob([JSON.stringify(record)]))
    return true
  } catch {
    return false
  }
}

/** What was worked on before the page was loaded; null where there is nothing, or nothing whole. */
export async function keptWork(): Promise<Work | null> {
  try {
    const folder = await openFolder()
    const text = await (await (await folder.getFileHandle(recordName)).getFile()).text()
    const { run, files: places, table, media } = JSON.parse(text) as WorkRecord
    const content = await read(folder, filesName)
    let end = 0
    const files = places.map(({ path, size, type }) => {
      end += size
      const name = path.slice(path.lastIndexOf('/') + 1)
      return { path, file: new File([content.slice(end - size, end)], name, { type }) }
    })
    if (end !== content.byteLength) return null
    if (media !== null) return { ...media, files, run }
    if (table === null || files.length !== 1) return null
    const { settings, model } = table
    return {
      file: files[0]!.file,
      settings: { ...usualSettings, ...settings },
      model: model === null ? null : new File([await read(folder, modelName)], model),
      run,
    }
  } catch {
    return null
  }
}

/** Nothing of what was worked on stays in this browser. */
export async function forgetWork(): Promise<void> {
  await last
  const root = await navigator.storage.getDirectory()
  await root.removeEntry(folderName, { recursive: true })
}

async function openFolder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory()
  return root.getDirectoryHandle(folderName, { create: true })
}

async function write(folder: FileSystemDirectoryHandle, name: string, content: Blob): Promise<void> {
  const handle = await folder.getFileHandle(name, { create: true })
  const writable = await handle.createWritable()
  await writable.write(content)
  await writable.close()
}

/** In memory: what lies in the browser's files is not to be read any more once it is written again. */
async function read(folder: FileSystemDirectoryHandle, name: string): Promise<ArrayBuffer> {
  return (await (await folder.getFileHandle(name)).getFile()).arrayBuffer()
}
