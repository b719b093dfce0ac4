import { RomaeError, type Tokenizer, type Tokens } from '../../index.ts'
import type { ConformanceOptions } from '../options.ts'

/** A sample that holds what a sample may hold: typed arrays, plain arrays, a map, a date. */
export interface Series {
  readonly times: Float64Array
  readonly readings: number[]
  readonly labels: Map<string, string>
  readonly start: Date
}

export const series = (...readings: number[]): Series => ({
  times: Float64Array.from(readings.keys(), (index) => index + 0.5),
  readings,
  labels: new Map([['unit', 'metre']]),
  start: new Date(0),
})

export const tokensOf = ({ times, readings }: Pick<Series, 'times' | 'readings'>): Tokens => ({
  values: Float32Array.from(readings.flatMap((reading) => [reading, -reading])),
  positions: Float32Array.from(times),
  length: readings.length,
})

export function tokenize(sample: Series): Tokens {
  if (sample.readings.length === 0) throw new RomaeError('SERIES_EMPTY', 'a series needs a reading')
  return tokensOf(sample)
}

export function detokenize({ values, positions }: Tokens): Series {
  const readings = Array.from(values).filter((_, index) => index % 2 === 0)
  return { ...series(...readings), times: Float64Array.from(positions) }
}

export const good: Tokenizer<Series> = {
  specVersion: 1,
  name: 'series',
  axes: ['time'],
  tokenSize: 2,
  maxLength: 4,
  tokenize,
  detokenize,
  toJSON: () => ({ scale: 1, names: ['a'] }),
}

/** New samples each time: some of the broken tokenizers change them. */
export const options = (tokenizer: ConformanceOptions<Series>['tokenizer']): ConformanceOptions<Series> => ({
  tokenizer,
  samples: [series(0.25, 0.5, 0.75), series(-1, 2)],
  emptySamples: [series()],
  lossless: true,
  fromJSON: () => (typeof tokenizer === 'function' ? tokenizer() : tokenizer),
  timeout: 50,
})

export const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 1))

/** `good` with the tokens of the second sample changed. */
export function spoilt(spoil: (tokens: Tokens) => object): Tokenizer<Series> {
  return {
    ...good,
    tokenize: (sample) => (sample.readings.length === 2 ? (spoil(tokenize(sample)) as Tokens) : tokenize(sample)),
  }
}

export type Case = readonly [
  rule: string,
  fault: string,
  broken: () => ConformanceOptions<Series>['tokenizer'],
  fields?: Readonly<Record<string, unknown>>,
  /** Options that are not those of the others. */
  changes?: { readonly [Key in keyof ConformanceOptions<Series>]?: ConformanceOptions<Series>[Key] | undefined },
]
