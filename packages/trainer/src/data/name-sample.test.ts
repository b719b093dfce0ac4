import { caught } from '@romae/internal/testing'
import { RomaeError, type Tokenizer } from '@romae/tokenizer'
import { describe, expect, it } from 'vitest'
import { readTokens } from './sample-source.ts'
import { tokenizeAll } from './tokenize.ts'

/** Throws for a sample that says so. */
interface Reading {
  readonly id: string
  readonly error?: Error
}
const tokenizer: Tokenizer<Reading> = {
  specVersion: 1,
  name: 'readings',
  axes: ['time'],
  tokenSize: 1,
  tokenize({ error }) {
    if (error !== undefined) throw error
    return { values: Float32Array.of(1), positions: Float32Array.of(0), length: 1 }
  },
}
const typed = new RomaeError('READINGS_STUCK', 'the sensor stood still', { sensor: 2 })
const samples = (error: Error): Reading[] => [{ id: 'a' }, { id: 'b' }, { id: 'gauge 7', error }]

const ways = {
  'a list': (error: Error) => tokenizeAll(tokenizer, samples(error)),
  'a source': (error: Error) =>
    readTokens({ sample: (index) => samples(error)[index]! }, tokenizer, [0, 2], { seed: 1, epoch: 1 }),
}

describe.each(Object.entries(ways))("a plugin's error for a sample of %s", (_, read) => {
  it('keeps its code and fields, and names the sample', async () => {
    const error = await caught(() => read(typed))
    expect(error.message).toBe('sample 2 (gauge 7): the sensor stood still [READINGS_STUCK]')
    expect({ code: error.code, fields: error.fields, cause: error.cause }).toEqual({
      code: 'READINGS_STUCK',
      fields: { sensor: 2, sample: 2 },
      cause: typed,
    })
  })

  it('names the sample where it is no RomaeError', async () => {
    const cause = new TypeError('x is undefined')
    const error = await caught(() => read(cause))
    expect(error).toMatchObject({ code: 'TRAINER_SAMPLE_UNREADABLE', fields: { sample: 2 }, cause })
  })
})
