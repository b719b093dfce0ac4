import { errors } from './errors.ts'

/** Errors of predicted numbers. */
export interface RegressionMetrics {
  readonly mse: number
  readonly rmse: number
  readonly mae: number
}

/** One number a sample, or one array of numbers a sample. */
export type Numbers = ArrayLike<number> | ArrayLike<ArrayLike<number>>

/**
 * Numbers of as many samples, all of them one after the other, of both sides.
 *
 * @throws RomaeError `TRAINER_COUNT_MISMATCH` where a sample does not have as many on both sides,
 *   `TRAINER_VALUE_NOT_FINITE`
 */
export function pairNumbers(predicted: Numbers, actual: Numbers): [predicted: number[], actual: number[]] {
  const sides: [number[], number[]] = [[], []]
  for (let sample = 0; sample < actual.length; sample++) {
    const rows = [predicted, actual].map((numbers) => toRow(numbers[sample]))
    const [got, expected] = rows.map(({ length }) => length) as [number, number]
    if (got !== expected) {
      throw errors.TRAINER_COUNT_MISMATCH({ what: `predicted numbers of sample ${sample}`, expected, got })
    }
    rows.forEach((row, side) => {
      const wrong = row.find((value) => !Number.isFinite(value))
      const what = side === 0 ? 'the predictions' : 'the targets'
      if (row.includes(wrong)) throw errors.TRAINER_VALUE_NOT_FINITE({ what, sample, got: wrong })
      sides[side]!.push(...(row as number[]))
    })
  }
  return sides
}

/** What stands for one sample; what is no number is refused later, by its value. */
function toRow(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null && 'length' in value
    ? Array.from(value as ArrayLike<unknown>)
    : [value]
}

/** Of as many numbers on both sides, at least one. */
export function errorsOf(predicted: ArrayLike<number>, actual: ArrayLike<number>): RegressionMetrics {
  let squared = 0
  let absolute = 0
  for (let index = 0; index < actual.length; index++) {
    const difference = predicted[index]! - actual[index]!
    squared += difference * difference
    absolute += Math.abs(difference)
  }
  const mse = squared / actual.length
  return { mse, rmse: Math.sqrt(mse), mae: absolute / actual.length }
}
