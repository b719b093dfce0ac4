import { dirname, resolve } from 'node:path'
import { canCompress, compressed, compressionOf } from '@romae/internal/archives'
import { MadeContent, makeFolder, replaceFile } from '@romae/internal/files'
import type { FileContent } from '@romae/tokenizer/modality'
import { errors } from './errors.ts'

/**
 * Writes a file that appears whole or not at all, flushed, making its folder if need be; compressed where its name ends with `.gz`
 * or `.zst`. A link that has its name is replaced, not followed.
 *
 * @throws RomaeError `APP_CANNOT_WRITE`, `APP_CANNOT_COMPRESS`, and what goes wrong in making content that comes in pieces
 */
export async function writeFile(path: string, contents: FileContent): Promise<void> {
  requireCompression(path)
  const compression = compressionOf(path)
  const content = isWhole(contents) && compression === null ? contents : new MadeContent(inPieces(contents))
  try {
    await makeFolder(dirname(path))
    const isPlain = compression === null || !(content instanceof MadeContent)
    await replaceFile(path, isPlain ? content : compressed(content, compression))
  } catch (cause) {
    if (content instanceof MadeContent && content.failure !== undefined) throw content.failure.cause
    throw errors.APP_CANNOT_WRITE({ path, reason: cause instanceof Error ? cause.message : String(cause) }, cause)
  }
}

/**
 * Looks whether a file of that name can be written, before it is known what goes into it.
 *
 * @throws RomaeError `APP_CANNOT_COMPRESS`
 */
export function requireCompression(path: string): void {
  const compression = compressionOf(path)
  if (compression !== null && !canCompress(compression)) {
    throw errors.APP_CANNOT_COMPRESS({ path, version: process.versions.node })
  }
}

async function* inPieces(contents: FileContent): AsyncGenerator<string | Uint8Array> {
  if (isWhole(contents)) yield contents
  else yield* contents
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
