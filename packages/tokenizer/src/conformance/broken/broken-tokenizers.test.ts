import { describe, expect, it } from 'vitest'
import { RomaeError, type Tokenizer } from '../../index.ts'
import { allRules, tokenizerConformance } from '../conformance.ts'
import type { ConformanceOptions } from '../options.ts'
import { callCases } from './call-cases.ts'
import { descriptionCases } from './description-cases.ts'
import { detokenizeCases } from './detokenize-cases.ts'
import { purityCases } from './purity-cases.ts'
import { detokenize, good, options, pause, type Series, tokenize } from './series.ts'
import { tokenCases } from './token-cases.ts'

const cases = [...descriptionCases, ...callCases, ...tokenCases, ...purityCases, ...detokenizeCases]

interface Failure {
  readonly rule: string
  readonly error: unknown
}

async function failuresOf(options: ConformanceOptions<Series>): Promise<Failure[]> {
  const failures: Failure[] = []
  for (const { name, run } of tokenizerConformance(options)) {
    try {
      await run()
    } catch (error) {
      failures.push({ rule: name, error })
    }
  }
  return failures
}

describe('a broken tokenizer', () => {
  for (const [rule, fault, broken, fields = {}] of cases) {
    it(`breaks ${rule}, and nothing else, if it ${fault}`, async () => {
      const failures = await failuresOf(options(broken()))
      expect(failures.map((failure) => failure.rule)).toEqual([rule])
      const { error } = failures[0]!
      if (!RomaeError.isInstance(error, 'TOKENIZER_CONFORMANCE')) throw error
      expect(error.fields).toMatchObject({ rule, ...fields })
      expect(error.message).toContain(`rule ${rule}: `)
      for (const [name, value] of Object.entries(fields)) {
        if (name === 'sample' || name === 'token') expect(error.message).toContain(`${name} ${value}: `)
      }
    })
  }

  it('is there for every rule', () => {
    expect(new Set(cases.map(([rule]) => rule))).toEqual(new Set(allRules.map(({ name }) => name)))
  })
})

describe('a good tokenizer', () => {
  it.each<[string, Tokenizer<Series>]>([
    ['synchronous', good],
    [
      'asynchronous',
      {
        ...good,
        tokenize: async (sample) => pause().then(() => tokenize(sample)),
        detokenize: async (tokens) => pause().then(() => detokenize(tokens)),
      },
    ],
  ])('passes every rule if it is %s', async (_, tokenizer) => {
    expect(tokenizerConformance(options(tokenizer)).map(({ name }) => name)).toEqual(allRules.map(({ name }) => name))
    expect(await failuresOf(options(tokenizer))).toEqual([])
    expect(await failuresOf(options(() => tokenizer))).toEqual([])
  })
})
