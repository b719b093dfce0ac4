import type { EncoderConfig } from '@romae/core'
import { createRandom } from '@romae/internal/random'
import type { Tokenizer, Tokens } from '@romae/tokenizer'

/** A sinusoid, seen at irregular times. */
export interface Wave {
  readonly times: readonly number[]
  readonly values: readonly number[]
  readonly label: 'slow' | 'fast'
}

/** One token a time stamp: its value, at its time. */
export function tokensAtTimes({ times, values }: Pick<Wave, 'times' | 'values'>): Tokens {
  return { values: Float32Array.from(values), positions: Float32Array.from(times), length: times.length }
}

/** Of waves, which have no way back from tokens. */
export const waveTokenizer: Tokenizer<Wave> = {
  specVersion: 1,
  name: 'waves',
  axes: ['time'],
  tokenSize: 1,
  tokenize: tokensAtTimes,
  toJSON: () => ({ name: 'waves', scale: 1 }),
}

/** Waves with a random phase, slow and fast in turn, of `length` tokens or of lengths from `length[0]` to `length[1]`. */
export function makeWaves(count: number, length: number | readonly [number, number], seed = 1): Wave[] {
  const random = createRandom(seed, 'waves')
  const [shortest, longest] = typeof length === 'number' ? [length, length] : length
  return Array.from({ length: count }, (_, index) => {
    const label = index % 2 === 0 ? 'slow' : 'fast'
    const size = shortest + random.integer(longest - shortest + 1)
    const times = Array.from({ length: size }, () => 8 * random.uniform()).sort((a, b) => a - b)
    const phase = 2 * Math.PI * random.uniform()
    const frequency = label === 'slow' ? 0.5 : 2
    return { times, values: times.map((time) => Math.sin(frequency * time + phase)), label }
  })
}

/** The smallest stack that learns the waves. */
export const tinyStack = { dModel: 16, heads: 2, depth: 2, feedForward: 32 }

/** A rate at every place that can drop. */
export const allRates = {
  stochasticDepth: 0.3,
  hiddenDropout: 0.1,
  attentionDropout: 0.1,
  attentionOutputDropout: 0.1,
  positionDropout: 0.1,
} as const satisfies Partial<EncoderConfig>
