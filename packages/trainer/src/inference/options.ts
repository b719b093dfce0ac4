import type { Communicator, Engine } from '@romae/engine'
import { checkedElsewhere, type OptionsOf, type ResolvedOf, type Schema, value } from '@romae/internal/options'
import { readOptions } from '../check-options.ts'
import type { AnyTokenizer } from '../data/sample-tokens.ts'
import { otherTokenizer } from '../model/match-tokenizer.ts'
import type { Note } from '../notes.ts'

export const inferenceSchema = {
  tokenizer: {
    ...checkedElsewhere<unknown>(),
    help: 'makes the tokens; default: the model’s own, where `loadModel` has restored it by `modalities`',
  },
  engine: {
    ...checkedElsewhere<Engine>(),
    help: 'default `createEngine()`, disposed at the end; a given one is left open',
  },
  batchSize: { kind: 'integer', least: 1, default: 64, help: 'samples at a time' },
  otherTokenizer: { ...otherTokenizer, default: 'refuse' },
  onNote: {
    kind: value<(note: Note) => void>(),
    default: () => {},
    help: 'called before the model is used with what should be known and stops nothing, such as a tokenizer that was accepted',
  },
} as const satisfies Schema

/** Of calls that several ranks make together. */
const sharedSchema = {
  ...inferenceSchema,
  communicator: {
    kind: value<Communicator>(),
    has: 'allReduce',
    expected: 'a communicator, as connect() of @romae/distributed makes one',
    help:
      'of several processes that share the batches: all are given the same samples, each reads and computes its part of them, and ' +
      'all come to the results of one',
  },
} as const satisfies Schema

/** What makes the tokens, where to run, and how much at a time. */
export interface InferenceOptions<Sample = unknown> extends Omit<OptionsOf<typeof inferenceSchema>, 'tokenizer'> {
  readonly tokenizer?: AnyTokenizer<Sample>
}

/** The same, and who computes: of a single call, which several processes may make together. */
export interface SharedInferenceOptions<Sample = unknown> extends Omit<OptionsOf<typeof sharedSchema>, 'tokenizer'> {
  readonly tokenizer?: AnyTokenizer<Sample>
}

/**
 * @param isShared whether the call may be made by several processes together
 * @throws RomaeError `TRAINER_UNKNOWN_OPTION`, `TRAINER_OPTION`
 */
export function resolveInference(
  where: string,
  options: InferenceOptions,
  isShared: boolean,
): ResolvedOf<typeof inferenceSchema> {
  return readOptions(where, isShared ? sharedSchema : inferenceSchema, options)
}
