import { describe, expect, it } from 'vitest'
import { RomaeError, type Tokenizer } from '../../index.ts'
import { allRules, tokenizerConformance } from '../conformance.ts'
import type { ConformanceOptions } from '../options.ts'
import { callCases } from './call-cases.ts'
import { descriptionCases } from './description-cases.ts'
import { detokenizeCases } from './detokenize-cases.ts'
import { estimateCases, estimating } from './estimate-cases.ts'
import { ordinaryPositions, ordinaryTracks, positionCases } from './position-cases.ts'
import { purityCases } from './purity-cases.ts'
import { nameCases, remakingCases } from './remaking-cases.ts'
import { detokenize, good, options, pause, type Series, series, tokenize } from './series.ts'
import { tokenCases } from './token-cases.ts'
import { valueCases } from './value-cases.ts'

const cases = [
  ...descriptionCases,
  ...nameCases,
  ...callCases,
  ...tokenCases,
  ...purityCases,
  ...remakingCases,
  ...detokenizeCases,
  ...estimateCases,
  ...positionCases,
  ...valueCases,
]

interface Failure {
  readonly rule: string
  readonly error: unknown
}

async function failuresOf(options: ConformanceOptions<Series>): Promise<Failure[]> {
  const failures: Failure[] = []
  const warnings: RomaeError[] = []
  const onWarning = (warning: RomaeError) => warnings.push(warning)
  for (const { name, run, severity } of tokenizerConformance({ ...options, onWarning })) {
    try {
      await run()
      for (const error of warnings.splice(0)) failures.push({ rule: `${name}, a ${severity}`, error })
    } catch (error) {
      failures.push({ rule: name, error })
    }
  }
  return failures
}

describe('a broken tokenizer', () => {
  for (const [rule, fault, broken, fields = {}, changes = {}] of cases) {
    it(`breaks ${rule}, and nothing else, if it ${fault}`, async () => {
      const isWarning = allRules.find(({ name }) => name === rule)?.severity === 'warning'
      const given = { ...options(broken()), ...changes }
      const failures = await failuresOf(given as ConformanceOptions<Series>)
      expect(failures.map((failure) => failure.rule)).toEqual([isWarning ? `${rule}, a warning` : rule])
      const { error } = failures[0]!
      const code = isWarning ? 'TOKENIZER_CONFORMANCE_WARNING' : 'TOKENIZER_CONFORMANCE'
      if (!RomaeError.isInstance(error, code)) throw error
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
  it.each(ordinaryPositions)('may give positions that are %s', async (_, at, more) => {
    const tokenizer = ordinaryTracks.makeOrdinary(at, more)
    expect(await failuresOf({ tokenizer, samples: [series(0.25, 0.5, 0.75), series(-1, 2)] })).toEqual([])
  })

  it('may give a position on several axes, token by token', async () => {
    const { tokenizer, samples } = ordinaryTracks
    expect(tokenizerConformance({ tokenizer, samples }).map(({ name }) => name)).toContain('positions-order')
    expect(await failuresOf({ tokenizer, samples })).toEqual([])
    expect(await failuresOf({ tokenizer: ordinaryTracks.oneWay, samples })).toEqual([])
  })

  it('may have fields and methods of its own', async () => {
    const own = {
      statistics: [1],
      fit: () => good,
      names: ['a'],
      axis: 0,
      scale: 1,
      describe: () => 'series',
      json: {},
    }
    expect(await failuresOf(options({ ...good, ...own }))).toEqual([])
    const { toJSON: _, ...without } = { ...good, ...own }
    expect(await failuresOf(options(without))).toEqual([])
  })

  it.each<[string, Tokenizer<Series>]>([
    ['synchronous', estimating],
    [
      'asynchronous',
      {
        ...estimating,
        tokenize: async (sample) => pause().then(() => tokenize(sample)),
        detokenize: async (tokens) => pause().then(() => detokenize(tokens)),
      },
    ],
  ])('passes every rule if it is %s', async (_, tokenizer) => {
    const aboutAxes = ['positions-order', 'positions-blocks', 'channel-positions']
    const forOneAxis = allRules.map(({ name }) => name).filter((name) => !aboutAxes.includes(name))
    expect(tokenizerConformance(options(tokenizer)).map(({ name }) => name)).toEqual(forOneAxis)
    expect(await failuresOf(options(tokenizer))).toEqual([])
    expect(await failuresOf(options(() => tokenizer))).toEqual([])
  })
})
