import { basename } from 'node:path'
import { readFile } from '@romae/internal/files'
import { mostBytes } from '../model/most-bytes.ts'

/**
 * Reads a file of a model or of a checkpoint.
 *
 * @throws Error for what is too large or no file; the system's errors
 */
export function readModelFile(path: string): Promise<Uint8Array> {
  return readFile(path, mostBytes(basename(path)))
}
