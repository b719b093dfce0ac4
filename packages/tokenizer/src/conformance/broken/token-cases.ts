import { type Case, good, spoilt } from './series.ts'

/** They give malformed tokens. */
export const tokenCases: readonly Case[] = [
  ['tokens', 'gives nothing', () => spoilt(() => undefined as never), { sample: 1, got: 'undefined' }],
  [
    'tokens',
    'gives a plain array',
    () => spoilt((tokens) => ({ ...tokens, values: [...tokens.values] })),
    { sample: 1, got: 'Array(4)' },
  ],
  [
    'tokens',
    'gives positions in double precision',
    () => spoilt((tokens) => ({ ...tokens, positions: Float64Array.from(tokens.positions) })),
    { sample: 1, got: 'Float64Array(2)' },
  ],
  ['length', 'gives a fractional length', () => spoilt((tokens) => ({ ...tokens, length: 1.5 })), { got: '1.5' }],
  [
    'length',
    'gives no tokens for a sample',
    () => spoilt(() => ({ values: new Float32Array(), positions: new Float32Array(), length: 0 })),
    { sample: 1, got: '0' },
  ],
  [
    'values-count',
    'gives one value too few',
    () => spoilt((tokens) => ({ ...tokens, values: tokens.values.slice(1) })),
    { sample: 1, expected: 4, got: 3 },
  ],
  [
    'positions-count',
    'gives positions for one axis of two',
    () => ({ ...good, axes: ['channel', 'time'] }),
    { sample: 0, expected: 6, got: 3 },
  ],
  [
    'finite-values',
    'gives NaN',
    () => spoilt((tokens) => ({ ...tokens, values: tokens.values.with(2, Number.NaN) })),
    { sample: 1, token: 1, got: Number.NaN },
  ],
  [
    'finite-positions',
    'gives an infinite position',
    () => spoilt((tokens) => ({ ...tokens, positions: tokens.positions.with(1, Infinity) })),
    { sample: 1, token: 1, got: Infinity },
  ],
  ['max-length', 'gives more tokens than it says', () => ({ ...good, maxLength: 2 }), { sample: 0 }],
]
