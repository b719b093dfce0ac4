import { openToRead, readFrom } from '@romae/internal/files'
import { builtin } from '@romae/internal/platform'
import { errors } from '../../errors.ts'
import type { TextSource } from '../text/source-types.ts'
import { type NpyColumn, npyColumns, sizeOfItem } from './npy-column.ts'
import { type NpyHeader, readNpyHeader } from './npy-header.ts'

const ENDING = '.npy'

/** What lies beside an array of values, of what was asked for by name. */
export interface Beside {
  readonly columns: readonly NpyColumn[]
  /** Files that were looked for and are not there, by name. */
  readonly looked: ReadonlyMap<string, readonly string[]>
}

/**
 * Labels and groups that lie beside an array as files of their own. For `y` beside `X_train.npy` that is `y.npy`, `X_train_y.npy` or
 * `y_train.npy`, whichever is there.
 *
 * @param source of the values; nothing lies beside what has no path
 * @param names of columns that are asked for
 * @param sizes series and steps of the values
 * @throws RomaeError `TIMESERIES_NPY_BESIDE` where several are there, or one is of another length; `TIMESERIES_NOT_NPY`
 */
export async function columnsBeside(
  source: TextSource,
  names: readonly string[],
  sizes: { readonly series: number; readonly steps: number },
): Promise<Beside> {
  if (typeof source !== 'string' && !(source instanceof URL)) return { columns: [], looked: new Map() }
  const columns: NpyColumn[] = []
  const looked = new Map<string, readonly string[]>()
  for (const name of new Set(names.map(arrayOf))) {
    const places = placesOf(source, name)
    const there: { readonly path: string; readonly columns: readonly NpyColumn[] }[] = []
    for (const path of places) {
      const found = await readBeside(path, name, sizes)
      if (found !== null) there.push({ path, columns: found })
    }
    const [first, second] = there
    if (second !== undefined) {
      const reason = `${name} may be ${there.map(({ path }) => path).join(' or ')}: keep one of them beside it`
      throw errors.TIMESERIES_NPY_BESIDE({ file: String(source), reason })
    }
    if (first === undefined) looked.set(name, places)
    else columns.push(...first.columns)
  }
  return { columns, looked }
}

/** The array that a column is of: `y` of `y 2`. */
export function arrayOf(column: string): string {
  return /^(.+) \d+$/.exec(column)?.[1] ?? column
}

/** Where an array of that name may lie, none of them the values themselves. */
function placesOf(source: string | URL, name: string): readonly string[] {
  const { basename, dirname, join } = builtin('node:path')
  const path = source instanceof URL ? builtin('node:url').fileURLToPath(source) : source
  // A name with a folder in it is no name of a file beside.
  if (!path.endsWith(ENDING) || basename(name) !== name) return []
  const stem = basename(path, ENDING)
  const replaced = /^[Xx](?![A-Za-z])/.test(stem) ? [`${name}${stem.slice(1)}`] : []
  const files = new Set([name, `${stem}_${name}`, ...replaced])
  files.delete(stem)
  return [...files].map((file) => join(dirname(path), `${file}${ENDING}`))
}

/** @returns null where there is no such file */
async function readBeside(
  path: string,
  name: string,
  { series, steps }: { readonly series: number; readonly steps: number },
): Promise<readonly NpyColumn[] | null> {
  const opened = await openToRead(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null
    throw errors.TIMESERIES_CANNOT_READ({ file: path, reason: cause.message }, cause)
  })
  if (opened === null) return null
  const { handle, size } = opened
  try {
    const slice = async (start: number, end: number) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start))
      await handle.read(bytes, 0, bytes.length, start)
      return bytes.buffer
    }
    // What it says of its length is held against the values before it is read.
    const header = await readNpyHeader(slice, true).catch((cause: Error) => {
      throw errors.TIMESERIES_NOT_NPY({ file: path, reason: cause.message }, cause)
    })
    const along = requireLength(path, header, { series, steps })
    const bytes = header.shape.reduce((product, length) => product * length, sizeOfItem(header.type))
    if (bytes !== size - header.start) {
      const reason = `its shape is of ${bytes} bytes, and it has ${size - header.start}`
      throw errors.TIMESERIES_NOT_NPY({ file: path, reason })
    }
    const { buffer } = (await readFrom(handle, size)).slice(header.start)
    return npyColumns(name, along, header, buffer as ArrayBuffer)
  } finally {
    await handle.close()
  }
}

/** What the array has one of for each entry. @throws RomaeError `TIMESERIES_NPY_BESIDE` */
function requireLength(
  file: string,
  { shape }: NpyHeader,
  { series, steps }: { readonly series: number; readonly steps: number },
): NpyColumn['along'] {
  const [length] = shape
  if (shape.length === 1 || shape.length === 2) {
    if (length === series) return 'series'
    if (length === steps) return 'time'
  }
  const reason = `its shape is [${shape.join(', ')}], and there are ${series} series of ${steps} steps: it needs an entry for each series, or step`
  throw errors.TIMESERIES_NPY_BESIDE({ file, reason })
}
