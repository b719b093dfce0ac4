import { appendFileSync, statSync, writeFileSync } from 'node:fs'
import { createRandom } from '@romae/internal/random'
import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer'

const CHANNELS = 8
/** Rows of a row group, and of a series. */
const GROUP = 100_000

/** What a large file holds. */
export interface LargeContent {
  readonly rows: number
  /** Of all values of all channels. */
  readonly sum: number
  readonly channels: readonly string[]
}

/** Writes random doubles, which do not compress, as pyarrow does in `formats.py`: for where there is no Python. */
export function writeLarge(path: string, gigabytes: number): LargeContent {
  const channels = Array.from({ length: CHANNELS }, (_, channel) => `c${channel}`)
  const random = createRandom(2)
  const times = Array.from({ length: GROUP }, (_, minute) => new Date(60_000 * minute))
  const words = new Uint32Array(GROUP)
  const bytes = new ByteWriter()
  let rows = 0
  let sum = 0
  const nextGroup = () => {
    const id = `s${rows}`
    const numbers = channels.map((name) => {
      random.fill(words)
      const data = Float64Array.from(words, (word) => word / 2 ** 32 - 0.5)
      for (const value of data) sum += value
      return { name, data, type: 'DOUBLE' as const }
    })
    rows += GROUP
    return [
      { name: 'id', data: Array<string>(GROUP).fill(id), type: 'STRING' as const },
      { name: 'time', data: times, type: 'TIMESTAMP' as const },
      ...numbers,
    ]
  }
  const first = nextGroup()
  const writer = new ParquetWriter({
    writer: bytes,
    schema: schemaFromColumnData({ columnData: first }),
    statistics: false,
  })
  const flush = () => {
    appendFileSync(path, bytes.getBytes())
    bytes.index = 0
  }
  writeFileSync(path, '')
  for (let columnData = first; ; columnData = nextGroup()) {
    writer.write({ columnData, rowGroupSize: GROUP })
    flush()
    if (statSync(path).size >= 1e9 * gigabytes) break
  }
  writer.finish()
  flush()
  return { rows, sum, channels }
}
