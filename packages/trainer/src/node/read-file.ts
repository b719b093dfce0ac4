import { basename } from 'node:path'
import { readFile } from '@romae/internal/files'
import { checksumFile } from '../checkpoints/checksums.ts'
import { nameOfPending } from './pending.ts'

/**
 * The most bytes of a file of a model or a run, but for its weights and vectors: statistics of a tokenizer, names of classes.
 * A model with a million classes stays below it.
 */
export const mostTextBytes: number = 2 ** 26
/** The most bytes of a checkpoint's list of checksums. */
const mostSumsBytes = 2 ** 14

/**
 * Reads a file of a model or of a checkpoint. Weights may have any size: what reads them compares it with their header.
 *
 * @throws Error for what is too large or no file; the system's errors
 */
export function readModelFile(path: string): Promise<Uint8Array> {
  return readFile(path, mostBytes(nameOfPending(path) ?? path))
}

function mostBytes(path: string): number {
  if (path.endsWith('.safetensors')) return Infinity
  return basename(path) === checksumFile ? mostSumsBytes : mostTextBytes
}
