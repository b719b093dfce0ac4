import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../checkpoints/checksums.ts'
import { piecesOf } from '../checkpoints/durable-folder.ts'
import { errors } from '../errors.ts'
import { modelFiles, readModel, romaeFile } from './model-files.ts'
import { pendingName, replaceFiles } from './replace-files.ts'
import { parseFileChecksums, stringifyRomaeFile } from './romae-file.ts'
import type { RomaeModel } from './romae-model.ts'

/**
 * Puts a model's files into a folder, in place of another model's. `romae.json` gets its name first and knows the checksums
 * of the others, by which `readSaved` finds those that have not got theirs: at every moment the folder holds the model before,
 * or the new one, and never files of both.
 */
export async function writeSaved(folder: string, model: RomaeModel): Promise<void> {
  const { [romaeFile]: _, ...others } = modelFiles(model)
  const checksums = Object.fromEntries(
    Object.entries(others).map(([name, contents]) => [name, sha256(...piecesOf(contents))]),
  )
  await replaceFiles(folder, { [romaeFile]: stringifyRomaeFile(model, checksums), ...others }, checksums)
}

const readIfThere = (path: string): Promise<Uint8Array | null> => readFile(path).catch(() => null)

/** How often a model is read again that is replaced while it is read. */
const attempts = 10

/**
 * Reads what `writeSaved` or the PyTorch reference wrote.
 *
 * @throws RomaeError `CHECKPOINT_UNREADABLE`
 */
export async function readSaved(folder: string): Promise<RomaeModel> {
  for (let attempt = 1; ; attempt++) {
    const own = await readIfThere(join(folder, romaeFile))
    const checksums = own === null ? {} : parseFileChecksums(own)
    const read = async (name: string) => {
      if (name === romaeFile) return own ?? readFile(join(folder, name))
      const checksum = checksums[name]
      const pending = checksum === undefined ? null : await readIfThere(join(folder, pendingName(name, checksum)))
      return pending ?? readFile(join(folder, name))
    }
    const result = await readModel(folder, read).then(
      (model) => ({ model }),
      (error: unknown) => ({ error }),
    )
    const after = await readIfThere(join(folder, romaeFile))
    const isSame = own === null || after === null ? own === after : Buffer.compare(own, after) === 0
    if (isSame) {
      if ('error' in result) throw result.error
      return result.model
    }
    if (attempt === attempts) {
      const reason = `it was replaced ${attempts} times while it was read`
      throw errors.CHECKPOINT_UNREADABLE({ path: folder, reason })
    }
  }
}
