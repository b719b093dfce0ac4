import type { Engine } from '@romae/engine'
import type { Tokenizer } from '@romae/tokenizer'
import { checkKeys, requireInteger } from '../check-options.ts'
import { errors } from '../errors.ts'
import { type OtherTokenizer, resolveOther } from '../model/match-tokenizer.ts'
import type { Note } from '../notes.ts'

/** Where to run, and how much at a time. */
export interface InferenceOptions<Sample = unknown> {
  /** Makes the tokens. Default: the model's own, where `loadModel` has restored it by `modalities`. */
  readonly tokenizer?: Tokenizer<Sample>
  /** Default `createEngine()`, disposed at the end. A given engine is left open. */
  readonly engine?: Engine
  /** Samples at a time. Default 64. */
  readonly batchSize?: number
  /**
   * A tokenizer that is not the one that the model was made with, in name, axes, token size or state (its statistics), is
   * refused (default). `accept` insists on it, as far as its tokens have the size and the axes that the model reads.
   */
  readonly otherTokenizer?: OtherTokenizer
  /** Called before the model is used with what should be known and stops nothing, such as a tokenizer that was accepted. */
  readonly onNote?: (note: Note) => void
}

/** Options with their defaults. */
export interface ResolvedInference {
  readonly batchSize: number
  readonly engine?: Engine
  readonly otherTokenizer: OtherTokenizer
  readonly onNote: (note: Note) => void
}

export const inferenceKeys = [
  'tokenizer',
  'engine',
  'batchSize',
  'otherTokenizer',
  'onNote',
] as const satisfies (keyof InferenceOptions)[]

/** @throws RomaeError `TRAINER_UNKNOWN_OPTION`, `TRAINER_OPTION` */
export function resolveInference(where: string, options: InferenceOptions): ResolvedInference {
  checkKeys(where, options, inferenceKeys)
  const { engine, batchSize = 64, otherTokenizer, onNote = () => {} } = options
  if (typeof onNote !== 'function') throw errors.TRAINER_OPTION({ key: 'onNote', got: onNote, expected: 'a function' })
  return {
    ...(engine !== undefined && { engine }),
    batchSize: requireInteger('batchSize', batchSize, 1),
    otherTokenizer: resolveOther(otherTokenizer),
    onNote,
  }
}
