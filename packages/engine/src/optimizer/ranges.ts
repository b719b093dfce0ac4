import { errors } from '../errors.ts'
import type { FlatLayout } from '../layout.ts'

/** How much of the learning rate, and of the weight decay, reaches a parameter. */
export interface UpdateFactors {
  /** At least 0; the decay is scaled by it too, as with a learning rate of its own. */
  readonly rate: number
  /** At least 0; 0 for no decay. */
  readonly decay: number
}

/** Elements `start` to `end` of the flat vectors, updated alike. */
export interface UpdateRange extends UpdateFactors {
  readonly start: number
  readonly end: number
}

const one: UpdateFactors = { rate: 1, decay: 1 }

/**
 * Consecutive ranges that cover the vector; neighbours with equal factors are merged into one.
 *
 * @param factors by the names of the layout's entries; those not named have 1 and 1
 * @param length of the vectors, padding included, which is updated too: zeros stay zeros
 * @throws RomaeError `ENGINE_FACTORS_INVALID`
 */
export function updateRanges(
  program: string,
  layout: FlatLayout,
  factors: Readonly<Record<string, UpdateFactors>>,
  length: number,
): UpdateRange[] {
  const names = new Set(layout.entries.map(({ name }) => name))
  for (const [entry, { rate, decay }] of Object.entries(factors)) {
    if (!names.has(entry)) throw errors.ENGINE_FACTORS_INVALID({ program, entry, problem: 'is no entry of its layout' })
    for (const [key, value] of Object.entries({ rate, decay })) {
      if (typeof value === 'number' && value >= 0 && Number.isFinite(value)) continue
      const problem = `has a ${key} of ${value}; expected a number of at least 0`
      throw errors.ENGINE_FACTORS_INVALID({ program, entry, problem })
    }
  }
  const ranges: UpdateRange[] = []
  for (const { name, offset, size } of layout.entries) {
    const { rate, decay } = factors[name] ?? one
    const last = ranges.at(-1)
    const end = offset + size
    if (last?.rate === rate && last.decay === decay) ranges[ranges.length - 1] = { ...last, end }
    else ranges.push({ start: offset, end, rate, decay })
  }
  return ranges.with(-1, { ...ranges.at(-1)!, end: length })
}
