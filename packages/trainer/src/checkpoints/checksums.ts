import { shortened } from '@romae/internal/errors'
import { errors, reasonOf } from '../errors.ts'
import { sha256 } from '../sha256.ts'
import type { CheckpointFiles } from './checkpoint-storage.ts'

/** In the format of `sha256sum`: `sha256sum --check SHA256SUMS` verifies a checkpoint too. */
export const checksumFile = 'SHA256SUMS'

/** One line: the checksum, two spaces, a name without folders. */
const linePattern = /^([0-9a-f]{64}) {2}([\w][\w.-]*)$/

/** A checkpoint has five. Every line means that a file is read whole. */
const mostFiles = 16

/** A checkpoint's files, verified; or why they are not what was written. */
export type Verified =
  | { readonly whole: true; readonly files: ReadonlyMap<string, Uint8Array> }
  | { readonly whole: false; readonly reason: string }

/** Where a checkpoint's files are read. */
export interface CheckpointReader {
  /** Names it in errors. */
  readonly place: string
  /** Null where there is no such file. */
  read(file: string): Promise<Uint8Array | null>
}

/** The files with a file of their checksums. */
export function withChecksums(files: CheckpointFiles): CheckpointFiles {
  const lines = Object.entries(files).map(([name, pieces]) => `${sha256(...pieces)}  ${name}\n`)
  return { ...files, [checksumFile]: [new TextEncoder().encode(lines.join(''))] }
}

/**
 * Reads all files of a checkpoint and compares their checksums.
 *
 * @param needed names that must be among them
 * @throws RomaeError `CHECKPOINT_UNREADABLE` where the disk or its permissions fail, which says nothing about the files
 */
export async function readVerified(reader: CheckpointReader, needed: readonly string[]): Promise<Verified> {
  const list = await readIfThere(reader, checksumFile)
  if (list === null) return { whole: false, reason: `${checksumFile} is missing` }
  const text = new TextDecoder().decode(list)
  if (!text.endsWith('\n')) return { whole: false, reason: `${checksumFile} is cut short` }
  const files = new Map<string, Uint8Array>()
  const lines = text.slice(0, -1).split('\n')
  if (lines.length > mostFiles) {
    return { whole: false, reason: `${checksumFile} lists ${lines.length} files, and at most ${mostFiles} are read` }
  }
  for (const line of lines) {
    const [, checksum, name] = linePattern.exec(line) ?? []
    if (checksum === undefined || name === undefined || files.has(name)) {
      return { whole: false, reason: `${checksumFile} is damaged` }
    }
    const contents = await readIfThere(reader, name)
    if (contents === null) return { whole: false, reason: `${shortened(name)} is missing` }
    if (sha256(contents) !== checksum)
      return { whole: false, reason: `${shortened(name)} is not what ${checksumFile} says` }
    files.set(name, contents)
  }
  const unlisted = needed.find((name) => !files.has(name))
  if (unlisted !== undefined) return { whole: false, reason: `${checksumFile} does not list ${unlisted}` }
  return { whole: true, files }
}

async function readIfThere({ place, read }: CheckpointReader, file: string): Promise<Uint8Array | null> {
  try {
    return await read(file)
  } catch (cause) {
    throw errors.CHECKPOINT_UNREADABLE({ path: pathIn(place, file), reason: reasonOf(cause) }, cause)
  }
}

/** A file in a folder, as errors name it. */
export function pathIn(place: string, file: string): string {
  return place === '' || place.endsWith('/') ? `${place}${file}` : `${place}/${file}`
}
