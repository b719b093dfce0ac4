import { basename, join } from 'node:path'
import { type NewFolder, replaceFile } from '@romae/internal/files'
import { openPromise } from 'yauzl'
import type { LibraryWheel } from './wheels.ts'

/**
 * Takes the library out of a wheel, which is a zip file.
 *
 * @throws Error where it lacks a member, or has one of another size; the errors of yauzl and of the file system
 */
export async function unpackWheel(path: string, { members }: LibraryWheel, folder: NewFolder): Promise<void> {
  const archive = await openPromise(path)
  const missing = new Set(Object.keys(members))
  try {
    for await (const entry of archive.eachEntry()) {
      const { fileName, uncompressedSize } = entry
      if (!missing.delete(fileName)) continue
      if (uncompressedSize !== members[fileName]) {
        throw new Error(`${fileName} has ${uncompressedSize} bytes; expected ${members[fileName]}`)
      }
      await replaceFile(join(folder.path, basename(fileName)), await archive.openReadStreamPromise(entry))
    }
  } finally {
    archive.close()
  }
  if (missing.size > 0) throw new Error(`there is no ${[...missing].join(', no ')} in it`)
}
