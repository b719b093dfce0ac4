import { packageFailure, passOn } from '@romae/internal/archives'
import type { FileEntry, ZipReader } from '@zip.js/zip.js'
import { errors } from '../../errors.ts'
import { joined, type RandomAccess } from '../parquet/random-access.ts'
import type { RowTable } from '../row-table.ts'
import { packageError } from '../text/decompressed.ts'
import { arrayOf } from './npy-beside.ts'
import { type NpyColumn, npyColumns, sizeOfItem } from './npy-column.ts'
import { type NpyHeader, readNpyHeader } from './npy-header.ts'
import { type NpySurroundings, openNpy, shapeOf } from './npy-table.ts'

/** Bytes of all arrays of an archive together: they are held in memory. */
const MAX_ARRAYS = 2 ** 32
/** Deflated data become at most so much larger: an entry that claims more is not there. */
const MOST_INFLATION = 1032
/** Arrays of one archive. */
const MAX_ENTRIES = 1024

/** An array of an archive. */
interface NamedArray {
  readonly name: string
  readonly entry: FileEntry
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly header: NpyHeader
}

/**
 * An archive of arrays, as `numpy.savez` writes it, as a table: the array with most axes has the values, and those of one axis
 * that are as long as there are series, or steps, are columns by their names.
 *
 * @param wanted the array of the values by its name; null: the one with most axes
 * @param names of columns that may be arrays of two axes, such as labels of several classes
 * @throws RomaeError `TIMESERIES_NOT_NPZ`, `TIMESERIES_NOT_NPY`, `TIMESERIES_PACKAGE_MISSING`
 */
export async function openNpz(
  file: string,
  access: RandomAccess,
  wanted: string | null,
  close: () => Promise<void>,
  names: readonly string[] = [],
): Promise<RowTable> {
  const zip = await load().catch((cause) => {
    throw packageError(file, cause) ?? cause
  })
  const arrays = await readArrays(zip, access).catch((cause) => {
    throw errors.TIMESERIES_NOT_NPZ({ file, reason: (cause as Error).message }, cause)
  })
  await close()
  const values = chosen(file, arrays, wanted)
  const columns = arrays.flatMap((array) => (array === values ? [] : columnsOf(array, values.header, names)))
  const beside: NpySurroundings = {
    columns,
    write: (pieces) => written(zip, arrays, values, pieces),
  }
  return openNpy(`${file}, ${values.name}`, inMemory(values.bytes), async () => {}, beside)
}

/** The array of the values. @throws RomaeError `TIMESERIES_NOT_NPZ` */
function chosen(file: string, arrays: readonly NamedArray[], wanted: string | null): NamedArray {
  const not = (reason: string, of = arrays) => {
    const list = of.map(({ name, header: { shape } }) => `${name} [${shape.join(', ')}]`).join(', ')
    return errors.TIMESERIES_NOT_NPZ({ file, reason: `${reason}: ${list}` })
  }
  if (wanted !== null) {
    const found = arrays.find(({ name }) => name === wanted)
    if (found === undefined) throw not(`it has no ${JSON.stringify(wanted)} among`)
    return found
  }
  const numbers = arrays.filter(({ header: { type } }) => !/^[US]/.test(type))
  const most = numbers.reduce((axes, { header: { shape } }) => Math.max(axes, shape.length), 0)
  const candidates = numbers.filter(({ header: { shape } }) => shape.length === most)
  const [first, second] = candidates
  if (first === undefined) throw not('it has no numbers among')
  if (second !== undefined) throw not(`say by FILE#${first.name} which has the values`, candidates)
  return first
}

/**
 * An array of one axis that is as long as there are series, or else steps, of the values; of two axes where it was asked for: others are
 * no columns, or would be channels.
 */
function columnsOf(
  { name, header, bytes }: NamedArray,
  { shape }: NpyHeader,
  names: readonly string[],
): readonly NpyColumn[] {
  const [count, steps] = shapeOf(shape)
  const [length] = header.shape
  const isAsked = names.some((one) => one === name || arrayOf(one) === name)
  if (header.shape.length !== 1 && !(header.shape.length === 2 && isAsked)) return []
  const along = shape.length === 3 && length === count ? 'series' : length === steps ? 'time' : null
  return along === null ? [] : npyColumns(name, along, header, bytes.slice(header.start).buffer)
}

async function readArrays(zip: Zip, access: RandomAccess): Promise<readonly NamedArray[]> {
  const reader = new zip.ZipReader(new (sourceClass(zip))(access))
  const entries = await entriesOf(reader)
  let total = 0
  const arrays: NamedArray[] = []
  for (const entry of entries) {
    const { uncompressedSize, compressedSize, filename } = entry
    total += uncompressedSize
    if (uncompressedSize > MOST_INFLATION * (compressedSize + 1)) throw new Error(`the size of ${filename} is wrong`)
    if (total > MAX_ARRAYS) throw new Error(`its arrays have more than ${MAX_ARRAYS} bytes`)
    const options = { useWebWorkers: false, checkSignature: true }
    const bytes = (await entry.getData(new zip.Uint8ArrayWriter(), options)) as Uint8Array<ArrayBuffer>
    const header = await readNpyHeader(async (start, end) => bytes.slice(start, end).buffer, true).catch((cause) => {
      throw new Error(`${filename}: ${(cause as Error).message}`, { cause })
    })
    const size = header.shape.reduce((product, length) => product * length, sizeOfItem(header.type))
    if (size !== bytes.length - header.start)
      throw new Error(`${filename} has a shape of ${size} bytes, and ${bytes.length - header.start} of them`)
    arrays.push({ name: filename.slice(0, -ENDING.length), entry, bytes, header })
  }
  return arrays
}

const ENDING = '.npy'
/** What Excel's files and their like have in them. */
const WORKBOOK = '[Content_Types].xml'

async function entriesOf(reader: ZipReader<unknown>): Promise<readonly FileEntry[]> {
  const found: FileEntry[] = []
  for await (const entry of reader.getEntriesGenerator()) {
    if (entry.filename === WORKBOOK) throw new Error('it is a workbook or a document: save a sheet of it as CSV UTF-8')
    if (entry.directory || !entry.filename.endsWith(ENDING))
      throw new Error(`it is an archive, and holds ${JSON.stringify(entry.filename)}: unpack it`)
    if (found.push(entry) > MAX_ENTRIES) throw new Error(`it has more than ${MAX_ENTRIES} arrays`)
  }
  if (found.length === 0) throw new Error('it holds nothing')
  return found
}

/** The archive with other values, each of the others as it is. */
async function* written(
  zip: Zip,
  arrays: readonly NamedArray[],
  values: NamedArray,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const writer = new zip.ZipWriter(new zip.Uint8ArrayWriter())
  for (const array of arrays) {
    const bytes = array === values ? joined(await all(pieces)) : array.bytes
    const level = array.entry.compressionMethod === 0 ? 0 : 6
    await writer.add(array.entry.filename, new zip.Uint8ArrayReader(bytes), { level, useWebWorkers: false })
  }
  yield await writer.close()
}

async function all(pieces: AsyncIterable<Uint8Array>): Promise<readonly Uint8Array[]> {
  const held: Uint8Array[] = []
  for await (const piece of pieces) held.push(piece)
  return held
}

function inMemory(bytes: Uint8Array<ArrayBuffer>): RandomAccess {
  return { byteLength: bytes.length, slice: async (start, end) => bytes.slice(start, end).buffer }
}

type Zip = typeof import('@zip.js/zip.js')

/** What zip.js reads: parts of a file. */
function sourceClass(zip: Zip) {
  return class extends zip.Reader<RandomAccess> {
    readonly #access: RandomAccess

    constructor(access: RandomAccess) {
      super(access)
      this.#access = access
      this.size = access.byteLength
    }

    override async readUint8Array(index: number, length: number): Promise<Uint8Array> {
      const end = Math.min(index + length, this.size)
      return new Uint8Array(await this.#access.slice(index, end))
    }
  }
}

async function load(): Promise<Zip> {
  try {
    return await import('@zip.js/zip.js').catch(passOn)
  } catch (cause) {
    throw packageFailure(['@zip.js/zip.js'], cause)
  }
}
