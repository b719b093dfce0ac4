import { type OptionsOf, optionReader, type Schema } from '@romae/internal/options'
import { errors } from './errors.ts'

export const schema = {
  library: {
    kind: 'text',
    expected: 'the name or path of a library',
    help: 'the library of MPI, by name or path: that of the launcher. Default: looked for by what the launcher says of itself',
  },
  timeout: {
    kind: 'number',
    above: 0,
    or: [null],
    default: 1800,
    help: 'seconds that a rank waits for the others in one call, before it ends all of them; `null`: for ever',
  },
  ordered: {
    kind: 'flag',
    default: false,
    help: 'on all ranks alike: sums are made in the order of ranks, as one process adds up as many micro-batches, whose bytes they have',
  },
} as const satisfies Schema

/** Options of `connect`. */
export interface ConnectOptions extends OptionsOf<typeof schema> {}

export const readOptions = optionReader({
  unknown: errors.DISTRIBUTED_OPTION_UNKNOWN,
  invalid: errors.DISTRIBUTED_OPTION_INVALID,
})
