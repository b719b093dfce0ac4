import { loadH5wasm } from '../readers/elasticc/load-h5wasm.ts'

/** What an array is replaced by, or null to leave it out. */
export type Replacements = Readonly<Record<string, { data: never; shape: number[]; dtype?: string } | null>>

/** Places of a curve's padded array. */
const LENGTH = 5

/** Writes a file of four curves in the layout of ATAT's `elasticc_final.h5`, types included. */
export async function writeElasticc(path: string, replacements: Replacements = {}): Promise<void> {
  const { File } = await loadH5wasm()
  const count = 4
  const cube = (value: (curve: number, place: number, band: number) => number) =>
    Float64Array.from({ length: count * LENGTH * 6 }, (_, at) =>
      value(Math.floor(at / (LENGTH * 6)), Math.floor(at / 6) % LENGTH, at % 6),
    )
  const isSeen = (place: number, band: number) => place < 3 && band < 5
  const shape = [count, LENGTH, 6]
  const integers = (...values: number[]) => ({
    data: BigInt64Array.from(values.map(BigInt)),
    shape: [values.length],
    dtype: '<q',
  })
  const arrays = {
    // Band 4 has its times out of order, and its first two alike.
    time: {
      data: cube((curve, place, band) =>
        isSeen(place, band) ? (band === 4 ? [9, 9, 4][place]! : curve + 2 * place) : 0,
      ),
      shape,
    },
    data: { data: cube((curve, place, band) => (isSeen(place, band) ? 100 * curve + 10 * place + band : 0)), shape },
    'data-var': { data: cube((_, place, band) => (isSeen(place, band) ? place + 0.5 : 0)), shape },
    mask: { data: cube((_, place, band) => (isSeen(place, band) ? 1 : 0)), shape },
    mask_alert: { data: cube((_, place, band) => (isSeen(place, band) && place > 0 ? 1 : 0)), shape },
    labels: integers(0, 1, 1, 0),
    SNID: { data: ['1001', '1002', '1003', '1000000104'], shape: [count], dtype: 'S12' },
    training_0: integers(0, 2),
    validation_0: integers(1),
    training_1: integers(0, 1),
    validation_1: integers(2),
    test: integers(3),
    ...replacements,
  }
  const file = new File(path, 'w')
  for (const [name, array] of Object.entries(arrays)) {
    if (array !== null) file.create_dataset({ name, ...(array as { data: Float64Array; shape: number[] }) })
  }
  file.close()
}
