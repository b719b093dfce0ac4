import { describe, expect, it, test } from 'vitest'
import { type Sounding, soundingTokenizer } from '../example/sounding-tokenizer.ts'
import type { RomaeError } from '../index.ts'
import { type ConformanceOptions, registerConformance, tokenizerConformance } from '../testing.ts'

type Survey = readonly Sounding[]

const reef: Sounding = { latitude: 35.1, longitude: 139.2, depth: 12.5 }
const basin: Sounding = { latitude: 35.4, longitude: 139.9, depth: 1430 }

describe('the example tokenizer, under vitest', () => {
  registerConformance(test, {
    tokenizer: () => soundingTokenizer(),
    samples: [[reef, basin], [basin]],
    emptySamples: [[]],
    lossless: true,
    fromJSON: (json) => soundingTokenizer(json as { scale: number }),
  })
})

async function failuresOf(options: ConformanceOptions<Survey>): Promise<string[]> {
  const failures: string[] = []
  const rules = tokenizerConformance({ onWarning: () => undefined, ...options })
  for (const { name, run } of rules) await run().catch(() => failures.push(name))
  return failures
}

function errorOf(options: unknown): RomaeError {
  try {
    tokenizerConformance(options as ConformanceOptions<unknown>)
  } catch (error) {
    return error as RomaeError
  }
  throw new Error('nothing was thrown')
}

describe('tokenizerConformance', () => {
  const tokenizer = soundingTokenizer()
  const onWarning = () => undefined
  const samples = [[reef, basin]]

  it('leaves out rules about what is not there', () => {
    const { specVersion, name, axes, tokenSize, tokenize } = tokenizer
    const names = tokenizerConformance({ tokenizer: { specVersion, name, axes, tokenSize, tokenize }, samples }).map(
      (rule) => rule.name,
    )
    const absent = ['json', 'rejects-empty', 'typed-errors', 'max-length', 'accepts-tokens', 'round-trip-sample']
    expect(names).toContain('deterministic')
    expect(names.filter((name) => absent.includes(name))).toEqual([])
  })

  it('runs each rule alone and in any order', async () => {
    const broken = { ...tokenizer, tokenSize: 2 }
    for (const { name, run } of tokenizerConformance({ tokenizer: broken, samples, onWarning }).toReversed()) {
      if (name === 'values-count') await expect(run()).rejects.toThrow('rule values-count: soundings: sample 0: ')
      else await run()
    }
  })

  it('applies the tolerance to round trips', async () => {
    const { detokenize } = soundingTokenizer({ scale: 100.1 })
    const sloppy = { ...tokenizer, ...(detokenize && { detokenize }) }
    expect(await failuresOf({ tokenizer: sloppy, samples, lossless: true, tolerance: 0.01 })).toEqual([])
    expect(await failuresOf({ tokenizer: sloppy, samples, lossless: true })).toEqual(['round-trip-tokens'])
  })

  it('compares samples by equal, where it is given', async () => {
    expect(await failuresOf({ tokenizer, samples, equal: (a, b) => a.length === b.length })).toEqual([])
    expect(await failuresOf({ tokenizer, samples, equal: () => false })).toEqual(['round-trip-sample'])
    expect(await failuresOf({ tokenizer, samples, equal: () => false, lossless: false })).toEqual([])
  })

  it('copies samples by clone, where it is given', async () => {
    const unclonable = [Object.assign([reef], { draw: () => undefined })]
    expect(errorOf({ tokenizer, samples: unclonable }).code).toBe('TOKENIZER_CONFORMANCE_CLONE')
    expect(await failuresOf({ tokenizer, samples: unclonable, clone: (survey) => survey })).toEqual([])
  })

  it.each([
    ['samples', { tokenizer, samples: [] }],
    ['samples', { tokenizer }],
    ['tokenizer', { samples }],
    ['tolerance', { tokenizer, samples, tolerance: -1 }],
    ['timeout', { tokenizer, samples, timeout: Number.NaN }],
    ['lossless', { tokenizer, samples, lossless: 'yes' }],
    ['emptysamples', { tokenizer, samples, emptysamples: [[]] }],
  ])('rejects a wrong option %s', (key, options) => {
    const error = errorOf(options)
    expect(error.code).toBe('TOKENIZER_CONFORMANCE_OPTION')
    expect(error.fields.key).toBe(key)
  })
})
