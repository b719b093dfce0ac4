import { defineErrors, quote } from '../errors/index.ts'

export const errors = defineErrors({
  RANDOM_SEED: ({ got }: { got: unknown }) => `a seed must be an integer of at most 2^53 - 1; got ${quote(got)}`,
  RANDOM_LIMIT: ({ got }: { got: unknown }) =>
    `the limit of a random integer must be an integer from 1 to 2^32; got ${quote(got)}`,
})
