import { checksumFile } from '../checkpoints/checksums.ts'
import { nameOfPending } from './pending.ts'

/**
 * The most bytes of a file of a model or a run, but for its weights and vectors: statistics of a tokenizer, names of classes.
 * A model with a million classes stays below it.
 */
export const mostTextBytes: number = 2 ** 26
/** The most bytes of a checkpoint's list of checksums. */
const mostSumsBytes = 2 ** 14

/** Of a file of a model or a checkpoint. Weights may have any size: what reads them compares it with their header. */
export function mostBytes(name: string): number {
  const final = nameOfPending(name) ?? name
  if (final.endsWith('.safetensors')) return Infinity
  return final === checksumFile ? mostSumsBytes : mostTextBytes
}
