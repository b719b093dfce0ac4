import { readFile } from '@romae/internal/files'
import { nameOfPending } from './pending.ts'

/**
 * The most bytes of a file of a model or a run, but for its weights and vectors: statistics of a tokenizer, names of classes.
 * A model with a million classes stays below it.
 */
export const mostTextBytes: number = 2 ** 26

/**
 * Reads a file of a model or of a checkpoint. Weights may have any size: what reads them compares it with their header.
 *
 * @throws Error for what is too large or no file; the system's errors
 */
export function readModelFile(path: string, most: number = mostTextBytes): Promise<Uint8Array> {
  const name = nameOfPending(path) ?? path
  return readFile(path, name.endsWith('.safetensors') ? Infinity : most)
}
