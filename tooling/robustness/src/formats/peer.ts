import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { mergedTimes, readWideCsv, type TimeSeries, writeFilledCsv } from '@romae/timeseries'
import { type AeonFiles, comparedArchives } from './archive-peer.ts'
import { comparedArrays } from './array-peer.ts'

const script = fileURLToPath(new URL('../../peer/formats.py', import.meta.url))
const files = ['snappy.parquet', 'zstd.parquet', 'plain.jsonl', 'plain.csv.gz', 'plain.csv.zst', 'plain.jsonl.zst']

/** What was compared with pandas, pyarrow, numpy and aeon. */
export interface PeerResult {
  readonly python: string
  readonly versions: string
  readonly checked: number
  readonly problems: readonly string[]
}

/**
 * Files that pandas, pyarrow and numpy wrote, read to the same numbers, and filled ones read by them; archives' files as aeon reads them, where
 * it is there. Or why there is no Python that has them.
 */
export async function formatPeers(): Promise<PeerResult | { readonly reason: string }> {
  const python = process.env.PEER_PYTHON || 'python3'
  const question =
    'import pandas, pyarrow, zstandard; print("pandas", pandas.__version__, "pyarrow", pyarrow.__version__)'
  const { status, stdout } = spawnSync(python, ['-c', question], { encoding: 'utf8' })
  if (status !== 0) return { reason: `${python} has no pandas, pyarrow and zstandard; PEER_PYTHON names one that has` }
  const folder = await mkdtemp(path.join(tmpdir(), 'romae-formats-'))
  try {
    run(python, 'write', folder)
    const problems: string[] = []
    let checked = 0
    const numbers = await readFile(path.join(folder, 'values.bin'))
    const expected = new Float64Array(numbers.buffer, numbers.byteOffset, numbers.length / 8)
    for (const file of files) {
      const place = path.join(folder, file)
      const { series } = await readWideCsv(place, { time: 'time', channels: ['level', 'flow'] })
      const { channels } = series[0]!
      const times = mergedTimes(series[0]!)
      const rows = expected.length / 3
      checked += expected.length
      for (const [column, found] of [times, channels[0]!.values, channels[1]!.values].entries()) {
        const off = Array.from({ length: rows }, (_, row) => row).find((row) => {
          const [a, b] = [found[row]!, expected[column * rows + row]!]
          // Times count from the first; days of a double are exact to a few microseconds.
          return column === 0 ? Math.abs(a - times[0]! - b) > 1e-9 : !Object.is(a, b)
        })
        if (found.length !== rows) problems.push(`${file}: ${found.length} rows of ${rows}`)
        else if (off !== undefined)
          problems.push(`${file}, column ${column}, row ${off}: ${found[off]}, and is ${expected[column * rows + off]}`)
      }
      // What this version of Node cannot write stands under another name.
      const out = path.join(folder, `filled.${file.replace(/\.zst$/, '.gz')}`)
      await writeFilledCsv(out, () => place, series, series.map(filled), { time: 'time' })
      const answer = run(python, 'compare', place, out)
      checked += 1
      problems.push(...JSON.parse(answer).map((problem: string) => `${file}, filled: ${problem}`))
    }
    run(python, 'arrays', folder)
    const arrays = await comparedArrays(folder)
    const isAeon = spawnSync(python, ['-c', 'import aeon'], { encoding: 'utf8' }).status === 0
    const shipped = isAeon ? (JSON.parse(run(python, 'archives')) as AeonFiles) : null
    const archives = shipped === null ? { checked: 0, problems: [] } : await comparedArchives(shipped)
    return {
      python,
      versions: `${stdout.trim()}${shipped === null ? ', no aeon: ARFF and .tsf not compared' : ` aeon ${shipped.version}`}`,
      checked: checked + arrays.checked + archives.checked,
      problems: [...problems, ...arrays.problems, ...archives.problems],
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Each gap with the number 0.5. */
function filled(series: TimeSeries): TimeSeries {
  const channels = series.channels.map((channel) => ({
    ...channel,
    values: channel.values.map((value) => (Number.isNaN(value) ? 0.5 : value)),
  }))
  return { ...series, channels }
}

function run(python: string, ...words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(python, [script, ...words], { encoding: 'utf8', maxBuffer: 2 ** 30 })
  if (status !== 0) throw new Error(`${words.join(' ')}: ${stderr}`)
  return stdout
}
