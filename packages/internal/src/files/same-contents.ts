import { type FileContents, piecesOf } from './contents.ts'
import { nodeModules } from './node-modules.ts'

/** Compared at once. */
const chunkBytes = 2 ** 20

/**
 * Whether a file, and no link to one, already has these contents: then it need not be written again. Reads no further than
 * the first difference. What cannot be read is not the same.
 */
export async function hasContents(place: string, contents: FileContents): Promise<boolean> {
  const { fs, files } = await nodeModules()
  const pieces = piecesOf(contents).map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece))
  const size = pieces.reduce((sum, { length }) => sum + length, 0)
  try {
    const found = await files.lstat(place)
    if (!found.isFile() || found.size !== size) return false
    const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants
    const file = await files.open(place, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    try {
      const buffer = new Uint8Array(Math.min(size, chunkBytes))
      for (const piece of pieces) {
        for (let from = 0; from < piece.length; ) {
          const part = piece.subarray(from, from + chunkBytes)
          const { bytesRead } = await file.read(buffer, 0, part.length)
          if (bytesRead === 0 || Buffer.compare(buffer.subarray(0, bytesRead), part.subarray(0, bytesRead)) !== 0) {
            return false
          }
          from += bytesRead
        }
      }
      return true
    } finally {
      await file.close()
    }
  } catch {
    return false
  }
}
