import type { Tokenizer } from '../../index.ts'
import { type Case, detokenize, good, type Series, tokenize } from './series.ts'

interface Fitted {
  readonly scale: number
  readonly offset: number
}

/** A tokenizer that was fitted. */
function fitted({ scale, offset }: Fitted): Tokenizer<Series> {
  return {
    ...good,
    tokenize: (sample) => tokenize({ ...sample, readings: sample.readings.map((reading) => reading * scale + offset) }),
    detokenize: (tokens) => {
      const sample = detokenize(tokens)
      return { ...sample, readings: sample.readings.map((reading) => (reading - offset) / scale) }
    },
    toJSON: () => ({ scale, offset }),
  }
}

const one = { scale: 2, offset: 1 }
const lossy = { lossless: false }

/** They are not made again from their JSON. */
export const remakingCases: readonly Case[] = [
  [
    'from-json',
    'forgets a statistic in toJSON',
    () => ({ ...fitted(one), toJSON: () => ({ scale: 2 }) }),
    { sample: 0, token: 0 },
    {
      ...lossy,
      fromJSON: (json) => ({
        ...fitted({ ...(json as Fitted), offset: 0 }),
        toJSON: () => ({ scale: 2 }),
      }),
    },
  ],
  [
    'from-json',
    'forgets a statistic in fromJSON',
    () => fitted(one),
    { expected: 1, got: 0 },
    { ...lossy, fromJSON: (json) => fitted({ ...(json as Fitted), offset: 0 }) },
  ],
  [
    'from-json',
    'has another name when it is made again',
    () => fitted(one),
    { expected: 'series', got: 'other' },
    { ...lossy, fromJSON: (json) => ({ ...fitted(json as Fitted), name: 'other' }) },
  ],
  [
    'from-json',
    'makes no tokenizer',
    () => fitted(one),
    {},
    { ...lossy, fromJSON: (json) => json as Tokenizer<Series> },
  ],
  ['way-back', 'says not how it is made again', () => fitted(one), {}, { ...lossy, fromJSON: undefined }],
]

/** They misspell what they may leave out. */
export const nameCases: readonly Case[] = [
  misspelt('detokenise', 'detokenize', () => ({ detokenise: detokenize })),
  misspelt('toJson', 'toJSON', () => ({ toJson: () => ({}) })),
  misspelt('maxlength', 'maxLength', () => ({ maxlength: 4 })),
  misspelt('max_length', 'maxLength', () => ({ max_length: 4 })),
  misspelt('unorderd', 'unordered', () => ({ unorderd: true })),
  misspelt('detokenise', 'detokenize', () => new Misspelling()),
]

class Misspelling {
  detokenise(): void {}
}

function misspelt(got: string, expected: string, wrong: () => object): Case {
  const { specVersion, name, axes, tokenSize } = good
  const tokenizer = () => {
    const own = wrong()
    Object.assign(own, { specVersion, name, axes, tokenSize, tokenize })
    return own as Tokenizer<Series>
  }
  return ['known-names', `calls ${expected} ${got}`, tokenizer, { expected, got }, { lossless: false }]
}
