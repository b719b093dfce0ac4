import type { Engine } from '@romae/engine'
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

/** What makes the tokens, where to run, and how much at a time. */
export interface InferenceOptions<Sample = unknown> extends Omit<OptionsOf<typeof inferenceSchema>, 'tokenizer'> {
  readonly tokenizer?: AnyTokenizer<Sample>
}

/** @throws RomaeError `TRAINER_UNKNOWN_OPTION`, `TRAINER_OPTION` */
export function resolveInference(where: string, options: InferenceOptions): ResolvedOf<typeof inferenceSchema> {
  return readOptions(where, inferenceSchema, options)
}
