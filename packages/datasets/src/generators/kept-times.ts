import { chooseIndices, type Random } from '@romae/internal/random'
import { errors } from '../errors.ts'

/**
 * How many of `length` time stamps are kept when the fraction `dropped` goes: `length - round(dropped · length)`.
 *
 * @throws RomaeError `DATASETS_NOTHING_LEFT`, and `DATASETS_NOTHING_DROPPED` where the
 * fraction is above 0
 *   but too small to drop one: a protocol with a drop never runs without it
 */
export function keptCount(of: string, length: number, dropped: number): number {
  const count = Math.round(dropped * length)
  if (count === length) throw errors.DATASETS_NOTHING_LEFT({ of, dropped, length })
  if (count === 0 && dropped > 0) throw errors.DATASETS_NOTHING_DROPPED({ of, dropped, length })
  return length - count
}

/** Chooses which time stamps stay, each set of `kept` equally likely: indices in order. */
export function chooseKept(length: number, kept: number, random: Random): Uint32Array {
  return chooseIndices(length, kept, random).sort()
}

/**
 * Looks at what came out, not at what was asked for.
 *
 * @param times `[series, kept]`, integers below `length`
 * @throws RomaeError `DATASETS_DROP_MISCOUNTED` unless each row holds as many different ones as are to be kept, in
 * order
 */
export function checkKept(split: string, times: Float64Array, series: number, kept: number): void {
  for (let row = 0; row < series; row++) {
    const own = times.subarray(row * kept, (row + 1) * kept)
    const got = own.filter((time, index) => index === 0 || time > own[index - 1]!).length
    if (got !== kept) throw errors.DATASETS_DROP_MISCOUNTED({ split, series: row, expected: kept, got })
  }
}
