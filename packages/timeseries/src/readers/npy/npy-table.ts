import { errors } from '../../errors.ts'
import { plainCells, type RawRow, type RawTable, type WrittenRow } from '../csv/raw-row.ts'
import type { RandomAccess } from '../parquet/random-access.ts'
import type { RowTable } from '../row-table.ts'
import type { TextSource } from '../text/source-types.ts'
import { columnsBeside } from './npy-beside.ts'
import type { NpyColumn } from './npy-column.ts'
import { npyHeader, readNpyHeader } from './npy-header.ts'
import { npyNumbers } from './npy-numbers.ts'

/** Columns that count where nothing else is called so: which series of the array a row is of, and which step. */
const [ID, TIME] = ['series', 'time']

/** What lies beside an array of values: its columns, and how the array is written back among them. */
export interface NpySurroundings {
  readonly columns: readonly NpyColumn[]
  readonly looked?: ReadonlyMap<string, readonly string[]>
  write(array: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array>
}

const none: NpySurroundings = {
  columns: [],
  async *write(array) {
    yield* array
  },
}

/** As series, steps and channels. */
export function shapeOf([first = 1, second = 1, third]: readonly number[]): readonly [number, number, number] {
  return third === undefined ? [1, first, second] : [first, second, third]
}

/**
 * An array's file as a table, with what lies beside it.
 *
 * @param source of the file
 * @param names of columns that may lie beside it
 * @throws RomaeError `TIMESERIES_NOT_NPY`, `TIMESERIES_NPY_BESIDE`
 */
export async function openNpyFile(
  file: string,
  source: TextSource,
  access: RandomAccess,
  close: () => Promise<void>,
  names: readonly string[] = [],
): Promise<RowTable> {
  const alone = await openNpy(file, access, close)
  const wanted = names.filter((name) => !alone.columns.includes(name))
  if (wanted.length === 0) return alone
  const header = await readNpyHeader((start, end) => access.slice(start, Math.min(end, access.byteLength)))
  const [series, steps] = shapeOf(header.shape)
  return openNpy(file, access, close, { ...none, ...(await columnsBeside(source, wanted, { series, steps })) })
}

/**
 * An array of NumPy as a table: `[series, time, channels]`, `[time, channels]` or `[time]`, with the columns `series` and `time`, which
 * count from 0, what lies beside the array, and `channel 1` and so on.
 *
 * @throws RomaeError `TIMESERIES_NOT_NPY`
 */
export async function openNpy(
  file: string,
  access: RandomAccess,
  close: () => Promise<void>,
  beside: NpySurroundings = none,
): Promise<RowTable> {
  const saying = async <Value>(read: () => Promise<Value>): Promise<Value> => {
    try {
      return await read()
    } catch (cause) {
      throw errors.TIMESERIES_NOT_NPY({ file, reason: (cause as Error).message }, cause)
    }
  }
  const header = await saying(async () => {
    const found = await readNpyHeader((start, end) => access.slice(start, Math.min(end, access.byteLength)))
    const bytes = found.shape.reduce((product, size) => product * size, npyNumbers(found.type).size)
    const got = access.byteLength - found.start
    if (got !== bytes) throw new Error(`its shape is of ${bytes} bytes, and it has ${got}`)
    if (found.shape.length < 1 || found.shape.length > 3)
      throw new Error(`it has ${found.shape.length} axes, and may have 1 to 3`)
    return found
  })
  const { shape, isFortran, isLittleEndian, start } = header
  const [count, length, width] = shapeOf(shape)
  const numbers = npyNumbers(header.type)
  const counts = [ID, TIME].filter((name) => beside.columns.every((column) => column.name !== name))
  const own = [...counts, ...beside.columns.map(({ name }) => name)]
  const columns = [...own, ...Array.from({ length: width }, (_, channel) => `channel ${channel + 1}`)]
  const besideOf = (series: number, time: number) => [
    ...counts.map((name) => String(name === ID ? series : time)),
    ...beside.columns.map(({ along, texts }) => texts[along === 'series' ? series : time]!),
  ]

  async function* rows(): AsyncGenerator<RawRow> {
    try {
      // Of the other order, a series is everywhere in the file.
      const whole = isFortran ? new DataView(await access.slice(start, access.byteLength)) : null
      const bytes = length * width * numbers.size
      for (let series = 0; series < count; series += 1) {
        const view =
          whole ?? new DataView(await saying(() => access.slice(start + series * bytes, start + (series + 1) * bytes)))
        for (let time = 0; time < length; time += 1) {
          const cells = Array.from({ length: width }, (_, channel) => {
            const place = isFortran ? series + count * (time + length * channel) : time * width + channel
            return numbers.text(numbers.read(view, place * numbers.size, isLittleEndian))
          })
          const texts = [...besideOf(series, time), ...cells]
          yield { raw: [...texts], texts, end: '', line: series * length + time + 1, isEmpty: false }
        }
      }
    } finally {
      await close()
    }
  }
  return {
    columns,
    ...(beside.looked !== undefined && { looked: beside.looked }),
    async *cells() {
      for await (const { texts, line } of rows()) yield { cells: texts, line }
    },
    raw: (): RawTable => ({
      ...plainCells,
      file,
      columns,
      rows,
      write: (written) => beside.write(arrayOf(written)),
    }),
    close,
  }

  async function* arrayOf(written: AsyncIterable<WrittenRow>): AsyncGenerator<Uint8Array> {
    const values: unknown[] = []
    let total = 0
    for await (const row of written) {
      total += 1
      requireSame(row)
      for (const text of row.raw.slice(own.length)) values.push(numberIn(row, text))
    }
    if (total % count !== 0)
      throw errors.TIMESERIES_NOT_NPY({ file, reason: `${total} rows are not as many of each of ${count} series` })
    const steps = total / count
    yield npyHeader(
      shape.length === 3 ? [count, steps, width] : shape.length === 2 ? [steps, width] : [steps],
      header.type,
    )
    const view = new DataView(new ArrayBuffer(values.length * numbers.size))
    for (const [at, value] of values.entries()) numbers.write(view, at * numbers.size, value)
    yield new Uint8Array(view.buffer)
  }

  /** An array beside the values is written as it was: what somebody filled into it would be lost. */
  function requireSame({ raw, from, beside: { line } }: WrittenRow): void {
    if (beside.columns.length === 0) return
    const changed = from === null ? 0 : own.findIndex((_, at) => raw[at] !== from.texts[at])
    if (changed === -1) return
    const what = from === null ? 'is a new one' : `gets another value in ${own[changed]}`
    const reason = `row ${line} ${what}, and arrays beside the values are written as they are; leave them out of the channels (--ignore)`
    throw errors.TIMESERIES_NOT_NPY({ file, reason })
  }

  function numberIn({ beside: { line } }: WrittenRow, text: string): unknown {
    try {
      return numbers.value(text === '' ? 'NaN' : text)
    } catch (cause) {
      throw errors.TIMESERIES_NOT_NPY(
        { file, reason: `row ${line} gets a value that it cannot hold: ${(cause as Error).message}` },
        cause,
      )
    }
  }
}
