import { count, type OptionsOf, type Schema, value } from '@romae/internal/options'
import type { TokenOutput } from '@romae/tokenizer'

/** Names stand in those of parameters, of a program's inputs and of their open sizes. */
const modalityName = /^[A-Za-z]\w{0,63}$/

export const modalitySchema = {
  name: {
    kind: 'text',
    matches: modalityName,
    expected: 'a letter, then letters, digits and _, 64 in all',
    required: true,
    help: 'found in the names of its parameters: `projection.NAME.weight`',
  },
  tokenSize: { ...count, required: true, help: 'values in one token' },
  axes: {
    kind: 'list',
    item: { ...count, least: 0 },
    distinct: true,
    required: true,
    help: 'which of the model’s axes its positions are on, in the order of its coordinates; on the others it is at 0',
  },
  outputs: {
    kind: value<readonly TokenOutput[]>(),
    test: Array.isArray,
    expected: 'a list of what the values of a token are, as a tokenizer has it',
    help: 'what the values of a token are, where not all of them are numbers; left out, they are',
  },
} as const satisfies Schema

/** One modality of a model of several: what of it the model has to know. */
export interface ModalityConfig extends OptionsOf<typeof modalitySchema> {}
