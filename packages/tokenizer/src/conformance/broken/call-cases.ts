import { RomaeError } from '../../index.ts'
import { type Case, good, spoilt, tokenize, tokensOf } from './series.ts'

/** Their calls end in the wrong way. */
export const callCases: readonly Case[] = [
  [
    'settles',
    'gives a thenable that never settles',
    // biome-ignore lint/suspicious/noThenProperty: the fault under test.
    () => ({ ...good, tokenize: () => ({ then: () => undefined }) as never }),
    { sample: 0, expected: 50 },
  ],
  [
    'settles',
    'gives a promise that never settles for an empty sample',
    () => ({
      ...good,
      tokenize: async (sample) =>
        sample.readings.length === 0 ? new Promise<never>(() => undefined) : tokenize(sample),
    }),
    { sample: 0 },
  ],
  [
    'accepts-samples',
    'throws for a sample',
    () =>
      spoilt(() => {
        throw new RomaeError('SERIES_ODD', 'odd')
      }),
    { sample: 1 },
  ],
  ['rejects-empty', 'gives no tokens for an empty sample', () => ({ ...good, tokenize: tokensOf }), { sample: 0 }],
  [
    'typed-errors',
    'throws a plain error',
    () => ({
      ...good,
      tokenize: (sample) => {
        if (sample.readings.length === 0) throw new TypeError('no readings')
        return tokenize(sample)
      },
    }),
    { sample: 0, got: 'TypeError: no readings' },
  ],
  [
    'typed-errors',
    'rejects with a string',
    () => ({
      ...good,
      tokenize: (sample) =>
        sample.readings.length === 0 ? Promise.reject('no readings') : Promise.resolve(tokenize(sample)),
    }),
    { sample: 0, got: '"no readings"' },
  ],
]
