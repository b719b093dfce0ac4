import type { DatasetSeries, ElasticcFile } from '@romae/datasets'
import { chooseIndices, createRandom } from '@romae/internal/random'
import type { SampleSource } from '@romae/trainer/node'
import { compressFlux } from './flux.ts'
import type { ElasticcData } from './settings.ts'

/** About the error of a faint flux, in the unit of FLUXCAL (zero point 27.5 mag). */
const SOFTENING = 10

/** Light curves of a file by their rows. They are read when asked for: all 1.8 million do not fit into memory. */
export interface Curves {
  readonly rows: Int32Array
  /** Of each row. */
  readonly labels: readonly string[]
  /** Reads the curve at an index of `rows`. */
  read(index: number): DatasetSeries
}

/** The curves of a split that an experiment takes; which ones of each class is decided by the seed. */
export function curvesOf(
  file: ElasticcFile,
  split: 'train' | 'valid' | 'test',
  data: ElasticcData,
  seed: number,
): Curves {
  const all = file.rows(split === 'valid' ? 'validation' : split)
  const perClass = data[split]
  const rows = perClass === null ? all : someOfEachClass(all, file.labels(all), perClass, split, seed)
  return {
    rows,
    labels: file.labels(rows),
    read(index) {
      const curve = file.read(rows[index]!)
      return data.flux === 'asinh' ? compressFlux(curve, SOFTENING) : curve
    },
  }
}

/** @returns rows in the file's order, at most `count` of each class */
function someOfEachClass(
  rows: Int32Array,
  labels: readonly string[],
  count: number,
  split: string,
  seed: number,
): Int32Array {
  const byClass = new Map<string, number[]>()
  labels.forEach((label, index) => {
    const found = byClass.get(label)
    if (found === undefined) byClass.set(label, [rows[index]!])
    else found.push(rows[index]!)
  })
  const chosen = [...byClass].flatMap(([label, own]) => {
    const random = createRandom(seed, 'elasticc', split, label)
    return Array.from(chooseIndices(own.length, Math.min(count, own.length), random), (index) => own[index]!)
  })
  return Int32Array.from(chosen).sort()
}

/** Curves as training reads them, batch by batch. */
export function curveSource(file: ElasticcFile, { rows, read }: Curves): SampleSource<DatasetSeries> {
  return { length: rows.length, tokenCounts: file.observations(rows), sample: read }
}

/** So many of the curves, evenly apart. */
export function someCurves({ rows, read }: Curves, count: number): DatasetSeries[] {
  const kept = Math.min(count, rows.length)
  return Array.from({ length: kept }, (_, index) => read(Math.floor((index * rows.length) / kept)))
}

/** The curves one after another. */
export function* eachCurve({ rows, read }: Curves): Generator<DatasetSeries> {
  for (let index = 0; index < rows.length; index++) yield read(index)
}
