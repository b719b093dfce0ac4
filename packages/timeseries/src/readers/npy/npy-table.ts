import { errors } from '../../errors.ts'
import { plainCells, type RawRow, type RawTable, type WrittenRow } from '../csv/raw-row.ts'
import type { RandomAccess } from '../parquet/random-access.ts'
import type { RowTable } from '../row-table.ts'
import { npyHeader, readNpyHeader } from './npy-header.ts'
import { npyNumbers } from './npy-numbers.ts'

/** An array's columns that no file names: which series of the array a row is of, and which step. */
const [ID, TIME] = ['series', 'time']

/** As series, steps and channels. */
function shapeOf([first = 1, second = 1, third]: readonly number[]): readonly [number, number, number] {
  return third === undefined ? [1, first, second] : [first, second, third]
}

/**
 * An array of NumPy as a table: `[series, time, channels]`, `[time, channels]` or `[time]`, with the columns `series` and `time`, which
 * count from 0, and `channel 1` and so on.
 *
 * @throws RomaeError `TIMESERIES_NOT_NPY`
 */
export async function openNpy(file: string, access: RandomAccess, close: () => Promise<void>): Promise<RowTable> {
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
  const columns = [ID, TIME, ...Array.from({ length: width }, (_, channel) => `channel ${channel + 1}`)]

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
          const texts = [String(series), String(time), ...cells]
          yield { raw: [...texts], texts, end: '', line: series * length + time + 1, isEmpty: false }
        }
      }
    } finally {
      await close()
    }
  }
  return {
    columns,
    async *cells() {
      for await (const { texts, line } of rows()) yield { cells: texts, line }
    },
    raw: (): RawTable => ({
      ...plainCells,
      file,
      columns,
      rows,
      async *write(written) {
        const values: unknown[] = []
        let total = 0
        for await (const row of written) {
          total += 1
          for (const text of row.raw.slice(2)) values.push(numberIn(row, text))
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
      },
    }),
    close,
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
