import { expect, it } from 'vitest'
import { countCopies } from './count-copies.ts'

it('counts the copies of a value, and one more where a tokenizer makes one', async () => {
  const { reading, training } = await countCopies()
  expect({ reading, training }).toEqual({ reading: 2, training: 3 })
  const more = await countCopies((tokenizer) => ({
    ...tokenizer,
    async tokenize(sample) {
      const tokens = await tokenizer.tokenize(sample)
      return { ...tokens, values: tokens.values.slice() }
    },
  }))
  expect(more).toEqual({ reading, training: training + 1 })
})
