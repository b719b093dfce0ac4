import type { FolderFiles } from './contents.ts'
import { flushFolder } from './folders.ts'
import { filesNamed, findUnknown, type Known, removeKnown } from './known.ts'
import { nodeModules } from './node-modules.ts'
import { placeFile } from './replace-file.ts'
import { unpredictable } from './temporary-name.ts'

/** Ends the names of folders that are not there yet, or not there any more. */
const writing = 'writing'
const removing = 'removing'
/** Those of earlier versions had no digits. */
const unfinishedPattern = /^(.+?)(\.[0-9a-f]{32})?\.(writing|removing)$/

/** A folder that is being filled, under a name that nobody could foresee, open to nobody else until it is complete. */
export class NewFolder {
  /** Where it is while it is filled. */
  readonly path: string
  readonly #parent: string
  readonly #name: string
  readonly #mode: number

  private constructor(path: string, parent: string, name: string, mode: number) {
    this.path = path
    this.#parent = parent
    this.#name = name
    this.#mode = mode
  }

  /** Makes it beside its place in a folder that is there. */
  static async begin(parent: string, name: string): Promise<NewFolder> {
    const { files, path } = await nodeModules()
    const temporary = path.join(parent, `${name}.${await unpredictable()}.${writing}`)
    // As for a new file: it shows the rights that any new folder gets.
    await files.mkdir(temporary)
    const mode = (await files.lstat(temporary)).mode & 0o777
    await files.chmod(temporary, 0o700)
    return new NewFolder(temporary, parent, name, mode)
  }

  /**
   * Gives it its name.
   *
   * @param known what a folder may hold that has this name before, and is removed
   * @returns its path
   * @throws Error where that holds anything else, or is a link: all of it is left
   */
  async complete(known: Known): Promise<string> {
    const { files, path } = await nodeModules()
    const place = path.join(this.#parent, this.#name)
    await files.chmod(this.path, this.#mode)
    await flushFolder(this.path)
    const [unknown] = await findUnknown(place, known)
    if (unknown !== undefined) throw new Error(`${unknown} is in the way, and is not ours to remove`)
    await removeFolder(this.#parent, this.#name, known)
    await files.rename(this.path, place)
    await flushFolder(this.#parent)
    return place
  }

  /** Removes it. What failed before is what the caller has to know: nothing is thrown. */
  async abandon(): Promise<void> {
    const { files } = await nodeModules()
    await files.rm(this.path, { recursive: true, force: true }).catch(() => {})
  }
}

/**
 * Writes a folder of files that appears whole or not at all: every file and the folder are flushed to the disk, and only
 * then does it get its name.
 *
 * @param known as in `NewFolder.complete`; by default the files that are written
 * @returns its path
 */
export async function writeFolder(
  parent: string,
  name: string,
  contents: FolderFiles,
  known: Known = { isFile: filesNamed(Object.keys(contents)) },
): Promise<string> {
  const { path } = await nodeModules()
  const folder = await NewFolder.begin(parent, name)
  try {
    for (const [file, content] of Object.entries(contents)) await placeFile(path.join(folder.path, file), content)
    return await folder.complete(known)
  } catch (cause) {
    // A rest that cannot be removed is removed by the next run.
    await folder.abandon()
    throw cause
  }
}

/**
 * Removes a folder so that it is never seen with only some of its files. One that holds anything that is not known is not moved:
 * the files that are known are removed where they are.
 *
 * @returns what was not known, and is left
 */
export async function removeFolder(parent: string, name: string, known: Known): Promise<string[]> {
  const { files, path } = await nodeModules()
  const place = path.join(parent, name)
  if ((await findUnknown(place, known)).length > 0) return removeKnown(place, known)
  const doomed = path.join(parent, `${name}.${await unpredictable()}.${removing}`)
  try {
    await files.rename(place, doomed)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw cause
  }
  const left = await removeKnown(doomed, known)
  // What was put into it meanwhile, or a system's own files, are where they were. Gone it is where there was nothing.
  await files.rename(doomed, place).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw cause
  })
  return left.map((entry) => path.join(place, path.relative(doomed, entry)))
}

/** The name of the folder that this one was to become, or was; null where its name is no unfinished one. */
export function nameOfUnfinished(entry: string): string | null {
  return unfinishedPattern.exec(entry)?.[1] ?? null
}

/**
 * Removes what a process that was killed has left of these folders, where no other process writes. What is not known is left.
 */
export async function removeUnfinished(parent: string, isName: (name: string) => boolean, known: Known): Promise<void> {
  const { files, path } = await nodeModules()
  for (const entry of await files.readdir(parent)) {
    const name = nameOfUnfinished(entry)
    if (name !== null && isName(name)) await removeKnown(path.join(parent, entry), known)
  }
}
