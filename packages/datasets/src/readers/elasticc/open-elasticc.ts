import { requireFile } from '@romae/internal/files'
import type { OptionsOf, Schema } from '@romae/internal/options'
import { errors } from '../../errors.ts'
import type { SplitName } from '../../generators/splits.ts'
import { readOption, readOptions } from '../../options.ts'
import { readError } from '../read-error.ts'
import type { DatasetChannel, DatasetSeries } from '../series.ts'
import { Hdf5Arrays } from './arrays.ts'
import { classLabels, readClassNames } from './classes.ts'
import { loadH5wasm } from './load-h5wasm.ts'

/** The bands, in the order of the file's last axis. */
export const elasticcBands: readonly string[] = ['u', 'g', 'r', 'i', 'z', 'Y']

const BANDS = 6

/** The most curves of a file; ELAsTiCC has 1.8 million. */
const MAX_CURVES = 20_000_000
/** The most observations of a curve in each band; ELAsTiCC has 65. */
const MAX_OBSERVATIONS = 10_000

const schema = {
  fold: {
    kind: 'integer',
    least: 0,
    most: 4,
    default: 0,
    help: 'which of the five divisions of the rest into training and validation; 0 is the one of RoMAE’s paper',
  },
  photometry: {
    kind: 'choice',
    of: ['all', 'alert'],
    default: 'all',
    help:
      'which observations: `all`, the paper’s headline, or `alert`, those that ATAT uses: from 30 days before the first alert ' +
      'to the last detection',
  },
} as const satisfies Schema

const splitName = { kind: 'choice', of: ['train', 'validation', 'test'] } as const

/** Options of {@link openElasticc}. */
export interface ElasticcOptions extends OptionsOf<typeof schema> {}

/** An open ELAsTiCC file. Curves are read from it one by one. */
export interface ElasticcFile {
  /** Curves. */
  readonly count: number
  /** What labels may be, in the order of the classes' numbers. */
  readonly classes: readonly string[]
  /** The rows of a split, in the file's order. */
  rows(split: SplitName): Int32Array
  /** The label of each of some rows, without reading the curves. @throws RomaeError `DATASETS_INVALID_OPTION` */
  labels(rows: Int32Array): string[]
  /**
   * How many observations, of all bands, each of some rows has. A curve that is read may have fewer: those of one band
   * at the same time are averaged.
   *
   * @throws RomaeError `DATASETS_INVALID_OPTION`
   */
  observations(rows: Int32Array): Int32Array
  /**
   * One curve: a channel for each of {@link elasticcBands}; times in days since the curve's first observation, values
   * FLUXCAL, one extra column FLUXCALERR. Its id is the SNID. Its label is the class: its name if `dict_classes.json` lies
   * beside the file, else its number. Observations of one band at the same time are averaged, errors too.
   *
   * @throws RomaeError `DATASETS_INVALID_OPTION` for a row that there is not, `DATASETS_HDF5_LAYOUT`
   */
  read(row: number): DatasetSeries
  close(): void
}

/**
 * Opens ELAsTiCC as ATAT publishes the way to it (Cabrera-Vives et al., 2024): `elasticc_final.h5`, with `data`,
 * `data-var`, `mask`, `mask_alert` and `time` of shape `[curves, 65, 6]`, `labels` and `SNID` of `[curves]`, and the rows
 * of the splits in `training_<fold>`, `validation_<fold>` and `test`.
 *
 * Needs the package h5wasm.
 *
 * @throws RomaeError `DATASETS_ELASTICC_MISSING`, which says where the data comes from, `DATASETS_NO_H5WASM`,
 * `DATASETS_HDF5`,
 *   DATASETS_HDF5_LAYOUT, DATASETS_TOO_LARGE, DATASETS_SYNTAX, DATASETS_UNKNOWN_OPTION, DATASETS_INVALID_OPTION
 */
export async function openElasticc(path: string, options: ElasticcOptions = {}): Promise<ElasticcFile> {
  const { fold, photometry } = readOptions('openElasticc', schema, options)
  await requireData(path)
  const names = await readClassNames(path)
  const { File } = await loadH5wasm()
  const file = openFile(path, () => new File(path, 'r'))
  try {
    const arrays = new Hdf5Arrays(file, path)
    const [count, length] = arrays.array('data', [null, null, BANDS]).shape as [number, number, number]
    requireWithin(path, 'curves', count, MAX_CURVES)
    requireWithin(path, 'observations in a curve', length, MAX_OBSERVATIONS)
    const cubes = ['time', 'data', 'data-var', photometry === 'all' ? 'mask' : 'mask_alert'].map((name) => ({
      name,
      array: arrays.array(name, [count, length, BANDS]),
    }))
    const ids = arrays.array('SNID', [count])
    const { classes, labelOf } = classLabels(path, arrays.numbers('labels', arrays.array('labels', [count]), []), names)
    const numbersOf = ({ name, array }: (typeof cubes)[number], row: number) =>
      arrays.numbers(name, array, [[row, row + 1], [], []])
    const checkRow = (of: string, row: number) =>
      readOption(of, 'row', { kind: 'integer', least: 0, most: count - 1 }, row)
    const splits: Record<SplitName, string> = {
      train: `training_${fold}`,
      validation: `validation_${fold}`,
      test: 'test',
    }
    for (const name of Object.values(splits)) {
      requireWithin(path, `rows in ${name}`, arrays.array(name, [null]).shape![0]!, count)
    }
    return {
      count,
      classes,
      labels: (rows) =>
        Array.from(rows, (row) => {
          checkRow('labels', row)
          return labelOf(row)
        }),
      observations: (rows) =>
        rows.map((row) => {
          checkRow('observations', row)
          return numbersOf(cubes[3]!, row).filter(isObserved).length
        }),
      rows: (split) => {
        readOption('rows', 'split', splitName, split)
        const rows = Int32Array.from(arrays.numbers(splits[split], arrays.array(splits[split], [null]), []))
        const bad = rows.find((row) => row < 0 || row >= count)
        if (bad === undefined) return rows
        const expected = `rows below ${count}`
        throw errors.DATASETS_HDF5_LAYOUT({ file: path, name: splits[split], expected, got: String(bad) })
      },
      read: (row) => {
        checkRow('read', row)
        const [time, flux, error, mask] = cubes.map((cube) => numbersOf(cube, row))
        const channels = Array.from({ length: BANDS }, (_, band) => bandOf(band, time!, flux!, error!, mask!))
        const id = (ids.slice([[row, row + 1]]) as ArrayLike<unknown>)[0]
        return { id: String(id), channels, label: labelOf(row) }
      },
      close: () => void file.close(),
    }
  } catch (error) {
    file.close()
    throw error
  }
}

function openFile<Open>(path: string, open: () => Open): Open {
  try {
    return open()
  } catch (cause) {
    // The last lines of HDF5's account say what it is about.
    const reason = (cause as Error).message.trim().split('\n').at(-1)!.replace('minor:', '').trim()
    throw errors.DATASETS_HDF5({ file: path, reason }, cause)
  }
}

function requireWithin(path: string, what: string, got: number, limit: number): void {
  if (got > limit) throw errors.DATASETS_TOO_LARGE({ path, what, got, limit, wayOut: 'is it the right file?' })
}

async function requireData(path: string): Promise<void> {
  await requireFile(path).catch((cause) => {
    throw cause.code === 'ENOENT' ? errors.DATASETS_ELASTICC_MISSING({ path }, cause) : readError(path, cause)
  })
}

const isObserved = (mark: number) => mark > 0.5

/** The observed entries of one band, in the order of time; all arrays are `[length, BANDS]`. */
function bandOf(
  band: number,
  time: Float64Array,
  flux: Float64Array,
  error: Float64Array,
  mask: Float64Array,
): DatasetChannel {
  const byTime = new Map<number, number[]>()
  for (let at = band; at < time.length; at += BANDS) {
    if (!isObserved(mask[at]!)) continue
    const places = byTime.get(time[at]!)
    if (places === undefined) byTime.set(time[at]!, [at])
    else places.push(at)
  }
  const entries = [...byTime].sort(([a], [b]) => a - b)
  const mean = (column: Float64Array) =>
    Float64Array.from(entries, ([, places]) => places.reduce((sum, at) => sum + column[at]!, 0) / places.length)
  return { times: Float64Array.from(entries, ([at]) => at), values: mean(flux), extras: [mean(error)] }
}
