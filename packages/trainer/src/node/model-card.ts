import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { hasContents, replaceFile } from '@romae/internal/files'
import { RomaeError } from '@romae/tokenizer'
import { errors, reasonOf } from '../errors.ts'
import { cardFile, isAsGenerated, sealed } from '../model/saved-card.ts'
import { readModelFile } from './read-file.ts'

/**
 * Writes the card of a saved model, the `README.md` beside it, in place of the one that `saveModel` or an earlier call has made.
 * One that somebody has written, or written into, is left as it is.
 *
 * @param folder the model's, as `saveModel` takes it
 * @param text Markdown, with front matter where model hubs are to read it
 * @returns whether the card there has this text now
 * @throws RomaeError `CHECKPOINT_UNWRITABLE`
 */
export async function writeModelCard(folder: string, text: string): Promise<boolean> {
  try {
    return await putCard(folder, sealed(text))
  } catch (cause) {
    if (RomaeError.isInstance(cause)) throw cause
    throw errors.CHECKPOINT_UNWRITABLE({ path: folder, reason: reasonOf(cause) }, cause)
  }
}

/** The same of a text that is sealed. */
export async function putCard(folder: string, text: string): Promise<boolean> {
  const path = join(folder, cardFile)
  if (!(await isGeneratedCard(path, true))) return false
  if (!(await hasContents(path, text))) await replaceFile(path, text)
  return true
}

/**
 * Whether a program of ours has made the card, and nobody has written into it.
 *
 * @param absent what is answered where there is none
 */
export async function isGeneratedCard(path: string, absent: boolean): Promise<boolean> {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
    throw error
  })
  if (found === null) return absent
  if (!found.isFile()) return false
  return isAsGenerated(new TextDecoder().decode(await readModelFile(path)))
}
