import type { Tokens } from '../../index.ts'
import { type Case, good, pause, type Series, spoilt, tokenize } from './series.ts'

/** Their calls change what they are given or depend on one another. */
export const purityCases: readonly Case[] = [
  [
    'sample-unchanged',
    'standardises a typed array in place',
    () => ({
      ...good,
      tokenize: (sample) => {
        sample.times.forEach((time, index) => {
          sample.times[index] = time * 2
        })
        return tokenize(sample)
      },
    }),
    { sample: 0, expected: 0.5, got: 1 },
  ],
  [
    'sample-unchanged',
    'sorts an array in place',
    () => ({ ...good, tokenize: (sample) => tokenize({ ...sample, readings: sample.readings.sort((a, b) => b - a) }) }),
    { sample: 0, expected: 0.25, got: 0.75 },
  ],
  [
    'sample-unchanged',
    'writes to a map',
    () => ({ ...good, tokenize: (sample) => tokenize({ ...sample, labels: sample.labels.set('seen', 'yes') }) }),
    { sample: 0 },
  ],
  [
    'sample-unchanged',
    'changes a date',
    () => ({
      ...good,
      tokenize: async (sample) => {
        await pause()
        sample.start.setTime(5)
        return tokenize(sample)
      },
    }),
    { sample: 0, expected: 0, got: 5 },
  ],
  [
    'call-style',
    'is synchronous at first and asynchronous later',
    () => {
      let calls = 0
      return {
        ...good,
        tokenize: (sample) => (calls++ === 0 ? tokenize(sample) : pause().then(() => tokenize(sample))),
      }
    },
    { sample: 1, expected: 'plain', got: 'promise' },
  ],
  [
    'call-style',
    'returns tokens that are a promise of others',
    () =>
      spoilt((tokens) => ({
        ...tokens,
        // biome-ignore lint/suspicious/noThenProperty: the fault under test.
        then: (resolve: (tokens: Tokens) => void) => resolve({ ...tokens, values: new Float32Array(4) }),
      })),
    { sample: 1 },
  ],
  [
    'deterministic',
    'adds random numbers',
    () => spoilt((tokens) => ({ ...tokens, values: tokens.values.with(3, Math.random()) })),
    { sample: 1, token: 1 },
  ],
  [
    'deterministic',
    'standardises by what it has seen so far',
    () => {
      let largest = 0
      return {
        ...good,
        tokenize: (sample) => {
          largest = Math.max(largest, ...sample.readings)
          return tokenize({ ...sample, readings: sample.readings.map((reading) => reading / largest) })
        },
      }
    },
    { sample: 0, token: 0 },
  ],
  [
    'deterministic',
    'works once only',
    () => {
      const seen = new Set<Series>()
      return {
        ...good,
        tokenize: (sample) => {
          if (sample.readings.length > 0 && seen.has(sample)) throw new Error('used up')
          seen.add(sample)
          return tokenize(sample)
        },
      }
    },
    { sample: 0 },
  ],
  [
    'deterministic',
    'differs between instances',
    () => {
      let instances = 0
      return () => {
        const instance = instances++
        return spoilt((tokens) => ({ ...tokens, positions: tokens.positions.with(0, instance) }))
      }
    },
    { sample: 1, token: 0, expected: 0, got: 1 },
  ],
  [
    'keeps-results',
    'reuses one buffer for all results',
    () => {
      const scratch = new Float32Array(8)
      return {
        ...good,
        tokenize: (sample) => {
          const tokens = tokenize(sample)
          scratch.set(tokens.values)
          return { ...tokens, values: scratch.subarray(0, tokens.values.length) }
        },
      }
    },
    { sample: 1, token: 0, expected: -1, got: 0.25 },
  ],
  [
    'concurrent-calls',
    'keeps the sample in a field while it waits',
    () => {
      let current: Series
      return {
        ...good,
        tokenize: async (sample) => {
          current = sample
          await pause()
          return tokenize(current)
        },
      }
    },
    { sample: 0 },
  ],
  [
    'concurrent-calls',
    'refuses to be called while it works',
    () => {
      let busy = false
      return {
        ...good,
        tokenize: async (sample) => {
          if (busy) throw new Error('busy')
          busy = true
          await pause()
          busy = false
          return tokenize(sample)
        },
      }
    },
    { sample: 1 },
  ],
]
