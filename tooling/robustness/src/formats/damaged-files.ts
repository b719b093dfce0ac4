import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { createRandom, type Random } from '@romae/internal/random'
import { readUea, readWideCsv, type TimeSeries } from '@romae/timeseries'
import { RomaeError } from '@romae/tokenizer'
import { mutateBytes } from '../fuzz/mutate.ts'

/** What came of damaged files. */
export interface DamagedResult {
  readonly read: number
  /** By kind of file and error code, or `read`. */
  readonly outcomes: Readonly<Record<string, number>>
  readonly findings: readonly string[]
}

/** A file that is damaged, and how it is read. */
interface Original {
  readonly name: string
  readonly bytes: Uint8Array
  /** Whether damage that is not noticed must leave what is read as it was: it has a checksum. */
  readonly hasChecksum: boolean
  /** Null of a file that says itself what its columns are. */
  readonly options: Parameters<typeof readWideCsv>[1] | null
  /** What a file must be called to be read. */
  readonly ending?: string
}

/** An input must not take longer. */
const MOST_SECONDS = 5
const words = ['PAR1', '\0\0\0\0', '\xff\xff', '{"', '}', '"', ',', '\n', 'null', '1e999', '__proto__', '\x15\x04']
const rows = Array.from(
  { length: 60 },
  (_, time) => `{"time": ${time}, "level": ${time % 7 === 3 ? null : Math.sin(time)}}\n`,
)
const table = ['time,level', ...rows.map((_, time) => `${time},${time % 7 === 3 ? '' : Math.sin(time)}`), ''].join('\n')

const numbers = Array.from({ length: 30 }, (_, at) => Math.sin(at).toFixed(3)).join(',')
const attributes = Array.from({ length: 30 }, (_, at) => `@attribute att${at} numeric\n`).join('')
const arff = `@relation a\n${attributes}@attribute target {1,'b c'}\n@data\n${numbers},1\n${numbers},'b c'\n`
const relation = `@relation a\n@attribute r relational\n${attributes}@end r\n@attribute target {1,2}\n@data\n'${numbers}\\n${numbers}',2\n`
const tsf = `@attribute series_name string\n@attribute start_timestamp date\n@frequency monthly\n@data\nT1:1979-01-31 00-00-00:${numbers}\nT2:1980-01-01 00-00-00:?,${numbers}\n`
const forecasts = { id: 'series_name', time: 'time', channels: ['value'] } as const
const arrays = { id: 'series', time: 'time', channels: 'rest' } as const
const archives = { id: 'series', time: 't', label: 'label', channels: ['channel 1', 'channel 2'] } as const

/** Files of every format that is no plain CSV. */
function originals(): readonly Original[] {
  const fixture = (name: string) =>
    readFileSync(new URL(`../../../../packages/timeseries/src/testing/parquet/${name}`, import.meta.url))
  const lines = { time: 'time', channels: 'rest' } as const
  const parquet = ['none', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4'].map((codec): Original => {
    const options = { time: 'row', channels: ['double', 'int64', 'decimal', 'half'] }
    return { name: `Parquet, ${codec}`, bytes: fixture(`types-${codec}.parquet`), hasChecksum: false, options }
  })
  return [
    ...parquet,
    {
      name: 'Parquet of lists',
      bytes: fixture('lists.parquet'),
      hasChecksum: false,
      options: { time: 'time', channels: ['level'] },
    },
    { name: 'JSON Lines', bytes: Buffer.from(rows.join('')), hasChecksum: false, options: lines },
    { name: 'JSON Lines, gzip', bytes: gzipSync(rows.join('')), hasChecksum: true, options: lines },
    {
      name: 'CSV, gzip',
      bytes: Buffer.concat([gzipSync(table.slice(0, 300)), gzipSync(table.slice(300))]),
      hasChecksum: true,
      options: lines,
    },
    { name: 'CSV, zstd', bytes: fixture('table.csv.zst'), hasChecksum: true, options: lines },
    { name: 'NPY', bytes: fixture('double.npy'), hasChecksum: false, options: arrays },
    { name: 'NPY of half precision', bytes: fixture('half.npy'), hasChecksum: false, options: arrays },
    { name: 'NPZ', bytes: fixture('labelled.npz'), hasChecksum: true, options: archives },
    { name: 'NPZ, deflated', bytes: fixture('deflated.npz'), hasChecksum: true, options: archives },
    { name: 'TSF', bytes: Buffer.from(tsf), hasChecksum: false, options: forecasts, ending: '.tsf' },
    { name: 'ARFF', bytes: Buffer.from(arff), hasChecksum: false, options: null },
    { name: 'ARFF of a relation', bytes: Buffer.from(relation), hasChecksum: false, options: null },
  ]
}

/**
 * Reads damaged files of each format: each is read, or refused by a typed error, in time; and where a checksum covers the content, what is
 * read is what was written.
 *
 * @param options inputs how many, by a seed
 */
export async function damagedFiles({
  seed,
  inputs,
}: {
  readonly seed: number
  readonly inputs: number
}): Promise<DamagedResult> {
  const all = originals()
  const whole = await Promise.all(all.map((one) => read(one.bytes, one)))
  const outcomes: Record<string, number> = {}
  const findings: string[] = []
  const random = createRandom(seed, 'damaged files')
  for (let input = 0; input < inputs; input += 1) {
    const at = input % all.length
    const { name, bytes, hasChecksum } = all[at]!
    const damaged = damage(bytes, random.fork(input))
    const finding = (what: string) => void findings.push(`input ${input} of seed ${seed}, ${name}: ${what}`)
    const before = process.cpuUsage().user
    let outcome = 'read'
    try {
      const found = await read(damaged, all[at]!)
      if (hasChecksum && found !== whole[at]) finding('other content, and no error')
    } catch (error) {
      if (RomaeError.isInstance(error)) outcome = error.code
      else finding(error instanceof Error ? (error.stack ?? error.message) : String(error))
    }
    const seconds = (process.cpuUsage().user - before) / 1e6
    if (seconds > MOST_SECONDS) finding(`${seconds.toFixed(1)} s of processor time`)
    outcomes[`${name}: ${outcome}`] = (outcomes[`${name}: ${outcome}`] ?? 0) + 1
  }
  return { read: inputs, outcomes, findings }
}

/** Cut, followed by something, or changed in some bytes, often at the end, where Parquet has what says where all else is. */
function damage(bytes: Uint8Array, random: Random): Uint8Array {
  const kind = random.integer(10)
  if (kind === 0) return bytes.slice(0, random.integer(bytes.length))
  if (kind === 1) return Buffer.concat([bytes, bytes.subarray(0, 1 + random.integer(30))])
  if (kind < 6) return mutateBytes(bytes, random, words, bytes.length)
  const from = Math.floor(bytes.length * random.uniform())
  return Buffer.concat([bytes.subarray(0, from), mutateBytes(bytes.subarray(from), random, words, bytes.length)])
}

/** What a file says, as a text that is the same for the same content. */
async function read(bytes: Uint8Array, { options, ending = '' }: Original): Promise<string> {
  const file = new File([bytes as never], `damaged${ending}`)
  const { series } = options === null ? await readUea(file) : await readWideCsv(file, options)
  return JSON.stringify(
    series.map(({ id, channels }: TimeSeries) => [id, channels.map(({ times, values }) => [[...times], [...values]])]),
  )
}
