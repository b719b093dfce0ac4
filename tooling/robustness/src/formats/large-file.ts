import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type LargeContent, writeLarge } from './write-large.ts'

const script = fileURLToPath(new URL('../../peer/formats.py', import.meta.url))
const child = fileURLToPath(new URL('./large-child.ts', import.meta.url))

/** A large file that was read. */
export interface LargeResult {
  readonly gigabytes: number
  readonly rows: number
  /** The most that the reading process held. */
  readonly megabytes: number
  readonly seconds: number
  readonly problems: readonly string[]
}

/**
 * Has pyarrow write a Parquet file of that size, and a process of its own read all of it, series by series.
 *
 * @param heap megabytes of JavaScript's objects that the process may have
 * @param python null: there is none with pyarrow, and hyparquet-writer writes the file
 */
export async function largeFile(gigabytes: number, heap: number, python: string | null): Promise<LargeResult> {
  const folder = await mkdtemp(path.join(tmpdir(), 'romae-large-'))
  try {
    const place = path.join(folder, 'large.parquet')
    const expected: LargeContent =
      python === null
        ? writeLarge(place, gigabytes)
        : JSON.parse(run(python, [script, 'large', place, String(gigabytes)]))
    const started = performance.now()
    const words = [
      `--max-old-space-size=${Math.round(heap)}`,
      '--conditions=@romae/source',
      '--import',
      import.meta.resolve('tsx'),
      child,
      place,
      ...expected.channels,
    ]
    const found = JSON.parse(run(process.execPath, words))
    const problems = [
      ...(found.rows === expected.rows ? [] : [`${found.rows} rows of ${expected.rows}`]),
      ...(Math.abs(found.sum - expected.sum) <= 1e-6 * expected.rows
        ? []
        : [`the sum is ${found.sum}, and should be ${expected.sum}`]),
    ]
    const seconds = (performance.now() - started) / 1000
    const { size } = await stat(place)
    return { gigabytes: size / 1e9, rows: found.rows, megabytes: found.megabytes, seconds, problems }
  } finally {
    await rm(folder, { recursive: true })
  }
}

function run(program: string, words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${words.join(' ')}: ${stderr}`)
  return stdout
}
