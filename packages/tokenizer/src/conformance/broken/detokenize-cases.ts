import { type Case, detokenize, good, series, tokenize } from './series.ts'

/** They do not find back. */
export const detokenizeCases: readonly Case[] = [
  [
    'accepts-tokens',
    'throws in detokenize',
    () => ({ ...good, detokenize: () => Promise.reject(new Error('not implemented')) }),
    { sample: 0 },
  ],
  ['accepts-tokens', 'hangs in detokenize', () => ({ ...good, detokenize: () => new Promise(() => undefined) })],
  [
    'tokens-unchanged',
    'scales the tokens in place',
    () => ({
      ...good,
      detokenize: (tokens) => {
        tokens.values.set([9], 2)
        return detokenize(tokens)
      },
    }),
    { sample: 0, token: 1, expected: 0.5, got: 9 },
  ],
  [
    'round-trip-tokens',
    'forgets its scale on the way back',
    () => ({
      ...good,
      tokenize: (sample) => tokenize({ ...sample, readings: sample.readings.map((reading) => reading / 10) }),
    }),
    { sample: 0, token: 0 },
  ],
  [
    'round-trip-tokens',
    'gives back what it cannot tokenize',
    () => ({ ...good, detokenize: () => series() }),
    { sample: 0 },
  ],
  [
    'round-trip-sample',
    'drops part of the sample',
    () => ({ ...good, detokenize: (tokens) => ({ ...detokenize(tokens), labels: new Map() }) }),
    { sample: 0, expected: 'unit' },
  ],
  [
    'keeps-samples',
    'reuses one array for all restored samples',
    () => {
      const readings: number[] = []
      return {
        ...good,
        detokenize: (tokens) => {
          const restored = detokenize(tokens)
          readings.splice(0, readings.length, ...restored.readings)
          return { ...restored, readings }
        },
      }
    },
    { sample: 0 },
  ],
]
