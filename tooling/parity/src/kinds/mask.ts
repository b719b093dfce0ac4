import { createRandom, maskedCount, sampleMask, singleMaskedCount } from '@romae/core'
import type { Check } from '../compare.ts'
import type { Fixture } from '../fixture.ts'
import type { RunKind } from './kind.ts'

/**
 * Mask generation. The random choice is ours, the counts are the reference's: how many real tokens are masked in each
 * row, how many tokens in all, and that masked padding is the tail of the row. Errors are numbers of rows that differ.
 */
export const mask: RunKind = async (fixture) =>
  fixture.has('out/n_target_single') ? countTable(fixture) : masks(fixture)

function masks(fixture: Fixture): Check[] {
  const { ratio, single } = fixture.meta
  const padding = Uint8Array.from(fixture.tensor('in/pad_mask').data)
  const [batch, length] = fixture.tensor('in/pad_mask').shape as [number, number]
  const random = createRandom(fixture.meta.seed ?? 0)
  const got = sampleMask(padding, { batch, length }, { ratio, count: single ? 'reference-single' : 'batch' }, random)
  const expectedValid = fixture.tensor('out/n_masked_valid').data
  const expectedTotal = fixture.tensor('out/n_masked_total').data
  let wrongValid = 0
  let wrongTotal = 0
  let wrongTail = 0
  for (let row = 0; row < batch; row++) {
    const start = row * length
    let valid = 0
    let total = 0
    let tailStart = length
    for (let index = 0; index < length; index++) {
      if (got[start + index] === 0) continue
      total++
      if (padding[start + index] === 0) valid++
      else tailStart = Math.min(tailStart, index)
    }
    if (valid !== expectedValid[row]) wrongValid++
    if (total !== expectedTotal[row]) wrongTotal++
    if (length - tailStart !== total - valid) wrongTail++
  }
  return [
    { quantity: 'rows: masked real tokens', error: wrongValid, tolerance: 0 },
    { quantity: 'rows: masked tokens', error: wrongTotal, tolerance: 0 },
    { quantity: 'rows: masked padding at the end', error: wrongTail, tolerance: 0 },
  ]
}

/** The table of counts: of a row's own tokens, and of `single`, whose target a row reaches with its padding. */
function countTable(fixture: Fixture): Check[] {
  const ratios: readonly number[] = fixture.meta.ratios
  const lengths = fixture.tensor('in/n_valid').data
  const expected = fixture.tensor('out/n_masked').data
  const expectedSingle = fixture.tensor('out/n_target_single').data
  let wrong = 0
  let wrongSingle = 0
  ratios.forEach((ratio, row) => {
    lengths.forEach((length, column) => {
      const index = row * lengths.length + column
      if (maskedCount(length, ratio) !== expected[index]) wrong++
      if (singleMaskedCount(length, ratio) !== expectedSingle[index]) wrongSingle++
    })
  })
  return [
    { quantity: 'counts', error: wrong, tolerance: 0 },
    { quantity: 'counts, single', error: wrongSingle, tolerance: 0 },
  ]
}
