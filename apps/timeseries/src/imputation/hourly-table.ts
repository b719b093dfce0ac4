import type { DatasetSeries, Splits } from '@romae/datasets'
import type { HourlyData } from './data-set.ts'

/** One long series: a row an hour. */
export interface HourlyTable {
  readonly channels: readonly string[]
  /** `[channels][hours]`, NaN = missing. */
  readonly columns: readonly Float64Array[]
}

/** Divides a table in time, as BenchPOTS does: first what is trained on, then validation, then test. */
export function inTime(
  { channels, columns }: HourlyTable,
  { train, validation }: Omit<Splits<number>, 'test'>,
): HourlyData {
  const ends = [train, train + validation, columns[0]!.length]
  const part = (id: string, from: number, to: number): DatasetSeries[] => {
    const values = columns.map((column) => column.subarray(from, to))
    return [{ id, channels: values.map((own) => ({ times: Float64Array.from(own.keys()), values: own })) }]
  }
  const [first, second, last] = ends as [number, number, number]
  return {
    channels,
    lengths: { train: first, validation: second - first, test: last - second },
    split: () => ({
      train: part('train', 0, first),
      validation: part('validation', first, second),
      test: part('test', second, last),
    }),
  }
}
