import { describe, expect, it } from 'vitest'
import { fromGrid } from '../index.ts'
import { fitTokenizer } from './series-tokenizer.ts'

const usual = { kind: 'timesteps', standardize: 'per-channel' } as const

describe('the longest series', () => {
  const values = [0, 1].map((phase) => Float32Array.from({ length: 30 }, (_, time) => Math.sin(time + phase)))
  const series = fromGrid({ id: 'one', values })
  const tokensOf = (settings: object) => fitTokenizer([series], { ...usual, ...settings }).tokenize(series).length

  it.each([
    [{ kind: 'timesteps' }, 30],
    [{ kind: 'timesteps', maxLength: 8 }, 8],
    [{ kind: 'observations' }, 60],
    [{ kind: 'observations', maxLength: 8 }, 16],
  ])('%j makes %d tokens of 30 time stamps of two channels', (settings, tokens) => {
    expect(tokensOf(settings)).toBe(tokens)
  })
})

it('takes robust statistics and a limit of the settings', () => {
  const values = [Array.from({ length: 30 }, (_, time) => (time === 3 ? 1e30 : time))]
  const series = [fromGrid({ id: 'one', values })]
  const settings = { ...usual, standardize: 'robust', clip: 5 } as const
  expect(Math.max(...fitTokenizer(series, settings).tokenize(series[0]!).values)).toBe(5)
  expect(fitTokenizer(series, usual).warnings).toHaveLength(1)
})
