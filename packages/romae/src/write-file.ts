import { dirname, resolve } from 'node:path'
import { MadeContent, makeFolder, replaceFile } from '@romae/internal/files'
import type { FileContent } from '@romae/tokenizer/modality'
import { errors } from './errors.ts'

/**
 * Writes a file that appears whole or not at all, flushed, making its folder if need be. A link that has its name is
 * replaced, not followed.
 *
 * @throws RomaeError `APP_CANNOT_WRITE`, and what goes wrong in making content that comes in pieces
 */
export async function writeFile(path: string, contents: FileContent): Promise<void> {
  const content = isWhole(contents) ? contents : new MadeContent(contents)
  try {
    await makeFolder(dirname(path))
    await replaceFile(path, content)
  } catch (cause) {
    if (content instanceof MadeContent && content.failure !== undefined) throw content.failure.cause
    throw errors.APP_CANNOT_WRITE({ path, reason: cause instanceof Error ? cause.message : String(cause) }, cause)
  }
}

function isWhole(contents: FileContent): contents is string | Uint8Array {
  return typeof contents === 'string' || contents instanceof Uint8Array
}

/** The same of a value as JSON. */
export function writeJson(path: string, value: unknown): Promise<void> {
  return writeFile(path, `${JSON.stringify(value, null, 2)}\n`)
}

let userFolder = '.'

/** Called once, by whoever runs a program: where it was typed, if that is not the folder of the process. */
export function setUserFolder(folder: string): void {
  userFolder = folder
}

/** A path as the user meant it: relative to where the command was typed. */
export function userPath(path: string): string {
  return resolve(userFolder, path)
}
