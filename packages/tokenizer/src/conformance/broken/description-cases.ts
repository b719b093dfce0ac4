import { type Case, good } from './series.ts'

/** They misdescribe themselves. */
export const descriptionCases: readonly Case[] = [
  ['description', 'is a factory of factories', () => () => (() => good) as never],
  ['description', 'has no axes', () => ({ ...good, axes: [] })],
  ['description', 'has a fractional tokenSize', () => ({ ...good, tokenSize: 2.5 }), { got: '2.5' }],
  ['description', 'has a number as its version', () => ({ ...good, version: 1 as never }), { got: '1' }],
  ['spec-version', 'follows another version', () => ({ ...good, specVersion: 2 as never }), { got: '2', expected: 1 }],
  ['json', 'gives a typed array', () => ({ ...good, toJSON: () => ({ scales: Float32Array.of(1) }) })],
  [
    'json',
    'gives NaN',
    () => ({ ...good, toJSON: () => ({ scale: Number.NaN }) }),
    { expected: Number.NaN, got: null },
  ],
  ['json', 'gives undefined', () => ({ ...good, toJSON: () => undefined })],
  ['json', 'gives a BigInt', () => ({ ...good, toJSON: () => 1n })],
  ['json', 'gives a promise', () => ({ ...good, toJSON: async () => ({}) })],
  [
    'json',
    'throws',
    () => ({
      ...good,
      toJSON: () => {
        throw new Error('not fitted')
      },
    }),
  ],
]
