import { type TableSettings, usualSettings } from './settings.ts'

/** A file that is worked on, and what it takes to go on with it. */
export interface Work {
  readonly file: File
  readonly settings: TableSettings
  /** What takes the place of training; null: a model is trained. */
  readonly model: File | null
  /** What the run's checkpoints are kept under. */
  readonly run: string
}

const folderName = 'playground'
const fileName = 'file'
const modelName = 'model'
const recordName = 'work.json'

/**
 * Keeps a file in this browser, for after a reload; of other runs than these nothing stays.
 *
 * @returns whether it could
 */
export async function keepWork({ file, settings, model, run }: Work, alsoRuns: readonly string[]): Promise<boolean> {
  try {
    const folder = await openFolder()
    for await (const name of folder.keys()) {
      const isRun = ![fileName, recordName, ...(model === null ? [] : [modelName]), run, ...alsoRuns].includes(name)
      if (isRun) await folder.removeEntry(name, { recursive: true }).catch(() => {})
    }
    await write(folder, fileName, file)
    if (model !== null) await write(folder, modelName, model)
    const record = { name: file.name, settings, model: model?.name ?? null, run }
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
    const record = await (await (await folder.getFileHandle(recordName)).getFile()).text()
    const { name, settings, model, run } = JSON.parse(record) as Partial<Omit<Work, 'file' | 'model'>> & {
      readonly name: string
      readonly model?: string | null
      readonly run: string
    }
    return {
      file: await read(folder, fileName, name),
      settings: { ...usualSettings, ...settings },
      model: model == null ? null : await read(folder, modelName, model),
      run,
    }
  } catch {
    return null
  }
}

/** Nothing of what was worked on stays in this browser. */
export async function forgetWork(): Promise<void> {
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
async function read(folder: FileSystemDirectoryHandle, from: string, name: string): Promise<File> {
  const content = await (await folder.getFileHandle(from)).getFile()
  return new File([await content.arrayBuffer()], name)
}
