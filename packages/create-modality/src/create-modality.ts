import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { makeFolder, replaceFile } from '@romae/internal/files'
import { errors } from './errors.ts'
import { pluginFiles } from './plugin-files.ts'
import { version } from './version.ts'

/** How a plugin is made. */
export interface CreateOptions {
  /** The name of its package, such as `@lab/quakes`. Default: the last part of the folder. */
  readonly package?: string
  /** Plain JavaScript instead of TypeScript. Default: false. */
  readonly javascript?: boolean
}

/** A plugin that was made. */
export interface CreatedModality {
  readonly folder: string
  readonly package: string
  readonly language: 'typescript' | 'javascript'
  /** Paths in the folder. */
  readonly files: readonly string[]
}

/**
 * Writes a plugin for a kind of data of the user's own into a new or an empty folder: tokenizer, reader, tests, manifest.
 *
 * @param folder an absolute path; its last part is the name of the modality
 * @throws RomaeError `CREATE_NAME`, `CREATE_FOLDER_NOT_EMPTY`, `CREATE_CANNOT_WRITE`
 */
export async function createModality(folder: string, options: CreateOptions = {}): Promise<CreatedModality> {
  const name = options.package ?? basename(folder)
  if (!/^(?:@[a-z0-9-]+\/)?[a-z][a-z0-9-]*$/.test(name)) throw errors.CREATE_NAME({ name })
  const there = await readdir(folder).catch(() => [])
  if (there.length > 0) throw errors.CREATE_FOLDER_NOT_EMPTY({ folder, found: there })
  const language = options.javascript === true ? 'javascript' : 'typescript'
  const files = pluginFiles({ package: name, language, version })
  for (const [path, text] of Object.entries(files)) await write(join(folder, path), text)
  return { folder, package: name, language, files: Object.keys(files) }
}

async function write(path: string, text: string): Promise<void> {
  try {
    await makeFolder(dirname(path))
    await replaceFile(path, text)
  } catch (cause) {
    throw errors.CREATE_CANNOT_WRITE({ path, reason: cause instanceof Error ? cause.message : String(cause) }, cause)
  }
}
