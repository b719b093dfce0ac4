import type { Tokens } from '@romae/tokenizer'
import { errors } from '../errors.ts'
import type { Extent } from './grid.ts'

/** The grid that tokens make up, and which token stands at each of its places. */
export interface RestoredGrid {
  readonly grid: Extent
  /** `[frames × rows × columns]`: index of the token. */
  readonly order: Int32Array
}

/**
 * Reads the grid off the positions, in whatever order the tokens come. Every place must be taken once.
 *
 * @throws RomaeError `IMAGE_INVALID_TOKENS`
 */
export function restoreGrid({ positions, length }: Tokens, axes: number, unit: 'patch' | 'unit'): RestoredGrid {
  const counts = Array.from({ length: axes }, (_, axis) => {
    const values = new Set(Array.from({ length }, (_, token) => positions[token * axes + axis]!))
    return values.size
  })
  const grid = (axes === 2 ? [1, ...counts] : counts) as unknown as Extent
  const places = grid.reduce((product, count) => product * count, 1)
  if (places !== length) {
    const expected = `one for each place of a ${counts.join('×')} grid, ${places} tokens`
    throw errors.IMAGE_INVALID_TOKENS({ expected, got: `${length}` })
  }
  const order = new Int32Array(length).fill(-1)
  for (let token = 0; token < length; token++) {
    let place = 0
    for (let axis = 0; axis < axes; axis++) {
      const count = counts[axis]!
      place = place * count + indexOf(positions[token * axes + axis]!, count, unit)
    }
    if (order[place] !== -1) {
      throw errors.IMAGE_INVALID_TOKENS({ expected: 'one token a place', got: `${token} where ${order[place]} is` })
    }
    order[place] = token
  }
  return { grid, order }
}

/** The patch's number along an axis of `count` patches. */
function indexOf(position: number, count: number, unit: 'patch' | 'unit'): number {
  const index = unit === 'patch' ? position : Math.round(position * (count - 1))
  const exact = unit === 'patch' ? index : axisPosition(index, count, unit)
  if (Number.isInteger(index) && index >= 0 && index < count && Math.fround(exact) === position) return index
  const expected = unit === 'patch' ? `positions 0 to ${count - 1}` : `positions k / ${Math.max(1, count - 1)}`
  throw errors.IMAGE_INVALID_TOKENS({ expected, got: `${position}` })
}

/** Where the patch with this number stands along an axis of `count` patches. */
export function axisPosition(index: number, count: number, unit: 'patch' | 'unit'): number {
  return unit === 'patch' ? index : index / Math.max(1, count - 1)
}
