import { count, type OptionsOf, type Schema } from '@romae/internal/options'

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
} as const satisfies Schema

/** One modality of a model of several: what of it the model has to know. */
export interface ModalityConfig extends OptionsOf<typeof modalitySchema> {}
