import { stat } from 'node:fs/promises'
import { errors } from '../errors.ts'

/**
 * Checks that files have not changed since they were first checked, by size and time of modification.
 *
 * @returns throws RomaeError `APP_FILE_CHANGED`; a file that is gone is left to whoever reads it
 */
export function unchangedFiles(length: number): (index: number, file: string) => Promise<void> {
  const sizes = new Float64Array(length).fill(Number.NaN)
  const times = new Float64Array(length)
  return async (index, file) => {
    const found = await stat(file).catch(() => null)
    if (found === null) return
    const { size, mtimeMs } = found
    if (Number.isNaN(sizes[index]!)) {
      sizes[index] = size
      times[index] = mtimeMs
    }
    if (sizes[index] !== size || times[index] !== mtimeMs) throw errors.APP_FILE_CHANGED({ file })
  }
}
