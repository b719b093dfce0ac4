import { mediaOf, type PlacedFile } from './media-kind.ts'

/** Files that one folder may have: more are not read in a minute. */
const MOST_FILES = 20_000

/** What was dropped, with all that lies in folders; a folder's own name begins the paths of its files. */
export async function droppedFiles({ items, files }: DataTransfer): Promise<readonly PlacedFile[]> {
  // All at once: after the first wait the browser knows nothing of them any more.
  const entries = Array.from(items, (item) => item.webkitGetAsEntry?.() ?? null).filter((entry) => entry !== null)
  // What a script drops has files alone.
  if (entries.length === 0) return Array.from(files, (file) => ({ file, path: file.name }))
  const found: PlacedFile[] = []
  for (const entry of entries) await gather(entry, '', found)
  return found
}

/** What was picked. */
export function pickedFiles(files: FileList | null): readonly PlacedFile[] {
  return Array.from(files ?? [], (file) => ({ file, path: file.webkitRelativePath || file.name }))
}

/** Whether these are pictures or sounds, which are learned from by their folders. */
export function isMedia(files: readonly PlacedFile[]): boolean {
  return (
    mediaOf(files).files.length > 0 &&
    !files.some(({ path }) => /\.(?:csv|tsv|txt|zip)$/i.test(path) && !path.includes('/'))
  )
}

async function gather(entry: FileSystemEntry, before: string, found: PlacedFile[]): Promise<void> {
  const path = `${before}${entry.name}`
  if (found.length >= MOST_FILES) throw new Error(`There are more than ${MOST_FILES} files. Take a folder with fewer.`)
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    found.push({ file, path })
    return
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  for (;;) {
    // Some hundred at a time, until there are no more.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (entries.length === 0) return
    for (const one of entries) await gather(one, `${path}/`, found)
  }
}
