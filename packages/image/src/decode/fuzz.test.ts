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

/** Uniform in [0, 1). fast-check's own fractions are mostly tiny: edits would all hit the first bytes. */
const place = fc.noBias(fc.integer({ min: 0, max: 2 ** 30 - 1 })).map((value) => value / 2 ** 30)

/** Overwrites some bytes, sometimes with what lengths and markers are made of; rarely more or fewer than there were. */
const edit = fc.record({
  at: place,
  inHeader: fc.boolean(),
  insert: fc.oneof(
    { weight: 3, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 4 }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        ...[
          [0xff, 0xff, 0xff, 0xff],
          [0x7f, 0xff, 0xff, 0xff],
          [0, 0, 0, 0],
          [0xff, 0xd8],
          [0xff, 0xda],
        ],
      ),
    },
  ),
  shift: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: -4, max: 4 }) }),
})

const mutation = fc.record({
  edits: fc.array(edit, { minLength: 1, maxLength: 4 }),
  cut: fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: place }),
})

type Mutation = typeof mutation extends fc.Arbitrary<infer Value> ? Value : never

const MAGIC = 12
const HEADER = 64

function mutate(bytes: Buffer, { edits, cut }: Mutation): Buffer {
  const changed = edits.reduce((current, { at, inHeader, insert, shift }) => {
    const index = MAGIC + Math.floor(at * (inHeader ? HEADER : current.length - MAGIC))
    const rest = current.subarray(Math.max(index, index + insert.length + shift))
    return Buffer.concat([current.subarray(0, index), Buffer.from(insert), rest])
  }, bytes)
  return cut === null ? changed : changed.subarray(0, Math.floor(cut * changed.length))
}

describe('a mutated file', () => {
  it.each(Object.entries(files))('%s gives an image or a typed error that names it', async (_, bytes) => {
    const outcomes = new Map<string, number>()
    const count = (outcome: string) => outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    const property = fc.asyncProperty(mutation, async (change) => {
      try {
        const options = { id: 'mutant', frames: 'all', maxPixels: 1_000_000 } as const
        checkImage(await decodeImage(mutate(bytes, change), options))
        count('decoded')
      } catch (error) {
        if (!RomaeError.isInstance(error) || !error.message.includes('mutant')) throw error
        count(error.code)
      }
    })
    const before = process.memoryUsage().rss
    await fc.assert(property, { numRuns: 400, seed: 20_505 })
    // Most get past the format's first bytes, and into the decoder.
    expect(outcomes.get('IMAGE_DAMAGED')).toBeGreaterThan(100)
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 2 ** 20)
  })
})
