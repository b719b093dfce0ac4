import type { FileHandle } from 'node:fs/promises'
import { openToAppend, readTextFile, replaceFile } from '../files/index.ts'
import { cannotWrite } from './failures.ts'

/** What was downloaded before a connection was lost, and what it takes to go on. */
export interface Partial {
  readonly bytes: number
  /** Says whether the file at the server is still the same: an entity tag or a date. */
  readonly validator: string
}

/** Of an address and a tag. */
const MAX_BYTES = 2 ** 16

const notes = (path: string) => `${path}.json`

/** The partial file if it is of this address and can be gone on with, else null. */
export async function readPartial(path: string, url: string): Promise<Partial | null> {
  const { lstat } = await import('node:fs/promises')
  try {
    const { url: from, validator } = JSON.parse(await readTextFile(notes(path), MAX_BYTES))
    const found = await lstat(path)
    const isOurs = found.isFile() && from === url && typeof validator === 'string'
    return isOurs && found.size > 0 ? { bytes: found.size, validator } : null
  } catch {
    // Not there, or not to be understood: a download from the beginning needs neither.
    return null
  }
}

/**
 * Notes what a partial file is of; without a validator there is no going on. @throws WriteFailure
 */
export async function notePartial(path: string, url: string, validator: string | null): Promise<void> {
  if (validator === null) await removeNotes(path)
  else await replaceFile(notes(path), JSON.stringify({ url, validator })).catch((cause) => cannotWrite(path, cause))
}

/**
 * Opens a partial file to write what follows: on its end, or from the beginning. @throws WriteFailure
 */
export async function openPartial(path: string, continues: boolean): Promise<FileHandle> {
  try {
    if (!continues) await replaceFile(path, '', { flush: false })
    return await openToAppend(path)
  } catch (cause) {
    return cannotWrite(path, cause as Error)
  }
}

export async function removePartial(path: string): Promise<void> {
  const { rm } = await import('node:fs/promises')
  await removeNotes(path)
  await rm(path, { force: true })
}

export async function removeNotes(path: string): Promise<void> {
  const { rm } = await import('node:fs/promises')
  await rm(notes(path), { force: true })
}
