import { unzipSync, zipSync } from 'fflate'
import { errors, reasonOf } from '../errors.ts'
import { sha256 } from '../sha256.ts'
import { modelFromFiles } from './from-files.ts'
import { modelFileNames, romaeFile, utf8 } from './model-files.ts'
import { mostBytes } from './most-bytes.ts'
import { parseFileChecksums } from './romae-file.ts'
import type { RomaeModel } from './romae-model.ts'
import { cardFile, savedCard } from './saved-card.ts'
import { modelToFiles } from './to-files.ts'

/** Archives know years from 1980 on; one that is the same for all makes the same model the same bytes. */
const neverMind = new Date(1980, 0, 1)

/** Deflated data become at most so much larger: a file that claims more is not there. */
const mostInflation = 1032
const mostEntries = 1024

/**
 * A model as one file: a ZIP archive of what `saveModel` writes, its card too, which any program unpacks. The same model gives the same
 * bytes, everywhere. Weights hardly get smaller, so nothing is compressed.
 *
 * @throws RomaeError `PARAMETER_*` where the parameters are not the configuration's
 */
export function modelToZip(model: RomaeModel): Uint8Array<ArrayBuffer> {
  // 3: unix. By default it is that of the machine.
  const files = { ...modelToFiles(model), [cardFile]: utf8(savedCard(model)) }
  return zipSync(files, { level: 0, mtime: neverMind, os: 3 }) as Uint8Array<ArrayBuffer>
}

/**
 * Reads a model from a ZIP archive: of `modelToZip`, or of a model's folder. Files are compared with the checksums in `romae.json`.
 *
 * @param archive its bytes, or a `Blob` or `File` of them
 * @throws RomaeError `CHECKPOINT_UNREADABLE`, naming the file
 */
export async function modelFromZip(archive: Uint8Array | Blob): Promise<RomaeModel> {
  const isBlob = archive instanceof Blob
  if (!(isBlob || archive instanceof Uint8Array)) {
    throw errors.TRAINER_OPTION({ key: 'archive', got: archive, expected: 'bytes, a Blob or a File' })
  }
  const name = (isBlob && (archive as { readonly name?: string }).name) || 'the archive'
  const files = unpacked(name, isBlob ? new Uint8Array(await archive.arrayBuffer()) : archive)
  return modelFromFiles((file) => files[file] ?? null)
}

/** The files of a model, which may lie in a folder of the archive. @throws RomaeError `CHECKPOINT_UNREADABLE` */
function unpacked(archive: string, bytes: Uint8Array): Readonly<Record<string, Uint8Array>> {
  const unreadable = (reason: string, cause?: unknown) =>
    errors.CHECKPOINT_UNREADABLE({ path: archive, reason: `as a ZIP archive, ${reason}` }, cause)
  const files: Record<string, Uint8Array> = {}
  let entries = 0
  try {
    const found = unzipSync(bytes, {
      filter({ name, size, originalSize }) {
        entries += 1
        if (entries > mostEntries) throw new Error(`it has more than ${mostEntries} files`)
        const isOurs = (modelFileNames as readonly string[]).includes(baseName(name))
        const most = Math.min(mostBytes(baseName(name)), mostInflation * (size + 1))
        if (isOurs && originalSize > most) throw new Error(`the size of ${baseName(name)} is wrong`)
        return isOurs
      },
    })
    for (const [path, contents] of Object.entries(found)) {
      const name = baseName(path)
      if (files[name] !== undefined) throw new Error(`it holds several files ${name}: those of one model are expected`)
      files[name] = contents
    }
  } catch (cause) {
    throw unreadable(`it cannot be read: ${reasonOf(cause)}`, cause)
  }
  const { [romaeFile]: own } = files
  for (const [name, checksum] of Object.entries(own === undefined ? {} : parseFileChecksums(own))) {
    const contents = files[name]
    if (contents === undefined || sha256(contents) === checksum) continue
    throw unreadable(
      `its ${name} is not the one that ${romaeFile} describes: it is damaged; where other weights were put there on purpose, ` +
        'unpack it and load its folder',
    )
  }
  return files
}

const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1)
