import { RomaeError } from '@romae/tokenizer'
import { expect, it } from 'vitest'
import { decodeInput, outcomeOf } from './decode-input.ts'
import { fuzzMedia } from './fuzz-media.ts'
import { hostileFiles } from './hand-made.ts'
import { mutate } from './mutate.ts'
import { seedFiles } from './seed-files.ts'

const seeds = await seedFiles()

it('every seed file is valid, and survives the making of hostile ones', async () => {
  hostileFiles(seeds)
  for (const [index, file] of seeds.entries()) {
    mutate(file.bytes, 1, index)
    expect(await decodeInput(file, index), file.name).toEqual({ code: 'decoded' })
  }
})

it('the same seed and number give the same damage', () => {
  const { bytes } = seeds[0]!
  expect(mutate(bytes, 1, 7)).toEqual(mutate(bytes, 1, 7))
  expect(mutate(bytes, 1, 7)).not.toEqual(mutate(bytes, 2, 7))
})

it('an error that is not ours, or does not name the file, is a problem', () => {
  const error = (message: string) => new RomaeError('SOME_CODE', message)
  expect(outcomeOf(new TypeError('oops'), 'input-3')).toEqual({ problem: 'an untyped error: TypeError: oops' })
  expect(outcomeOf(error('nothing named'), 'input-3')).toHaveProperty('problem')
  expect(outcomeOf(error('input-3 is bad'), 'input-3')).toEqual({ code: 'SOME_CODE' })
})

it('some hundred mutations find nothing', { timeout: 60_000 }, async () => {
  const { handMade, mutated, problems } = await fuzzMedia({ seed: 3, mutations: 300, workers: 1, patience: 10_000 })
  expect(problems).toEqual([])
  expect(mutated).toBe(300)
  expect(handMade).toBeGreaterThan(1000)
})

it('a process that stands still is killed and named', { timeout: 60_000 }, async () => {
  const { problems } = await fuzzMedia({ seed: 3, mutations: 1, workers: 1, patience: 0 })
  expect(problems[0]).toMatch(/^input \d+ of seed 3: no answer for 0 s$/)
  expect(problems.at(-1)).toMatch(/^5 processes were lost/)
})
