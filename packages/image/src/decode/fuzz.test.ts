import { RomaeError } from '@romae/tokenizer'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkImage } from '../image/check-image.ts'
import { animation, encodedFiles } from '../testing/encoded.ts'
import { decodeImage } from './decode-image.ts'

const delay = [50, 50]
const files: Record<string, Buffer> = {
  ...(await encodedFiles()),
  'animated gif': await animation().gif({ delay }).toBuffer(),
  'animated webp': await animation().webp({ delay }).toBuffer(),
}

/** Overwriting, removing and inserting, with the bytes that lengths and markers are made of. */
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat({ max: 8 }),
  insert: fc.oneof(
    fc.uint8Array({ maxLength: 8 }),
    fc.constantFrom([0xff, 0xff, 0xff, 0xff], [0x7f, 0xff, 0xff, 0xff], [0, 0, 0, 0], [0xff, 0xd8], [0xff, 0xda]),
  ),
})

const mutation = fc.record({
  edits: fc.array(edit, { minLength: 1, maxLength: 4 }),
  cut: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 4 }),
})

type Mutation = typeof mutation extends fc.Arbitrary<infer Value> ? Value : never

function mutate(bytes: Buffer, { edits, cut }: Mutation): Buffer {
  const changed = edits.reduce((current, { at, remove, insert }) => {
    // Half of all edits hit the first bytes, where the headers are.
    const index = Math.floor(at * (at < 0.5 ? Math.min(64, current.length) : current.length))
    return Buffer.concat([current.subarray(0, index), Buffer.from(insert), current.subarray(index + remove)])
  }, bytes)
  return cut === null ? changed : changed.subarray(0, Math.floor(cut * changed.length))
}

describe('a mutated file', () => {
  it.each(Object.entries(files))('%s gives an image or a typed error that names it', async (_, bytes) => {
    let refused = 0
    const property = fc.asyncProperty(mutation, async (change) => {
      try {
        const options = { id: 'mutant', frames: 'all', maxPixels: 1_000_000 } as const
        checkImage(await decodeImage(mutate(bytes, change), options))
      } catch (error) {
        if (!RomaeError.isInstance(error) || !error.message.includes('mutant')) throw error
        refused += 1
      }
    })
    const before = process.memoryUsage().rss
    await fc.assert(property, { numRuns: 400, seed: 20_505 })
    expect(refused).toBeGreaterThan(100)
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 2 ** 20)
  })
})
