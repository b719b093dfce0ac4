/** Options that many functions have, for `{ ...count, default: 1 }`. */

export const count = { kind: 'integer', least: 1 } as const

export const fraction = { kind: 'number', least: 0, most: 1 } as const

/** Of a stream of random numbers: what `createRandom` takes. */
export const seed = { kind: 'integer', least: 0, most: 2 ** 32 - 1 } as const

export const text = { kind: 'text' } as const

/** Any texts, empty ones among them. */
export const texts = { kind: 'list', item: { kind: 'text', empty: true } } as const
