import { dirname, join } from 'node:path'
import type { TimeSeries } from '@romae/timeseries'
import { type Table, type Tables, timeseries } from '@romae/timeseries/modality'
import type { FileContent, ReadContext } from '@romae/tokenizer/modality'
import type { Session } from '../run/session.ts'
import { writeFile } from '../write-file.ts'
import type { BestFilled } from './fill.ts'
import type { FilledIntervals } from './filled-intervals.ts'
import { countMissing } from './gaps.ts'
import { intervalsCsv } from './intervals-file.ts'
import { methodsCsv } from './methods-file.ts'
import type { ImputeOptions } from './options.ts'
import type { FileToFill } from './outputs.ts'

/** What fills the gaps of all files: series one after the other, as in `Tables`. */
export interface FilledTables {
  readonly filled: readonly TimeSeries[]
  /** Null where each value is the model's. */
  readonly best: (BestFilled & { readonly names: readonly string[] }) | null
  readonly intervals: FilledIntervals | null
}

/** A file that was filled, for the command's result. */
export interface FilledFile {
  readonly file: string
  readonly methodsFile?: string
  readonly intervalsFile?: string
  readonly missing: number
  readonly unfilled: number
}

interface Places {
  readonly files: readonly FileToFill[]
  /** Where files beside the filled one go that is written to standard output. */
  readonly folder: string
  readonly toOutput: boolean
  readonly standardInput: ReadContext['standardInput']
  readonly options: Pick<ImputeOptions, 'time' | 'id' | 'escapeFormulas'>
}

/** Writes each file again with its gaps filled, and beside it where its values are from and how sure they are. */
export async function writeFilledFiles(
  { files: tables, channels }: Tables,
  all: FilledTables,
  places: Places,
  session: Session,
): Promise<readonly FilledFile[]> {
  const { files, options } = places
  const { time, id = null, escapeFormulas } = options
  const columns = { time, id, escapeFormulas }
  const written: FilledFile[] = []
  let from = 0
  for (const [index, table] of tables.entries()) {
    const { out, name } = files[index]!
    const { series } = table
    const to = from + series.length
    const filled = all.filled.slice(from, to)
    await writeFile(out, await contentOf(table, filled, places))
    session.say(`\nfilled file ${out}`)
    const beside = async (what: string, contents: string) => {
      const path = join(places.toOutput ? places.folder : dirname(out), `${name}.${what}.csv`)
      if (!places.toOutput) await session.claim(path, 'file')
      await writeFile(path, contents)
      session.say(`${what.padEnd(11)} ${path}`)
      return path
    }
    const { best, intervals } = all
    const origins = best?.origins.slice(from, to)
    written.push({
      file: out,
      ...(best !== null && {
        methodsFile: await beside('methods', methodsCsv(series, { origins: origins! }, channels, best.names, columns)),
      }),
      ...(intervals !== null && {
        intervalsFile: await beside(
          'intervals',
          intervalsCsv(series, ofSeries(intervals, from, to), channels, columns),
        ),
      }),
      missing: countMissing(series),
      unfilled: countMissing(filled),
    })
    from = to
  }
  return written
}

function ofSeries({ lower, median, upper }: FilledIntervals, from: number, to: number): FilledIntervals {
  return { lower: lower.slice(from, to), median: median.slice(from, to), upper: upper.slice(from, to) }
}

/** The file again with its gaps filled, as the modality writes it. */
function contentOf(
  { source, series, options: read }: Table,
  filled: readonly TimeSeries[],
  { standardInput, options: { escapeFormulas } }: Places,
): FileContent | Promise<FileContent> {
  return timeseries.write!(source, { read: series, filled }, read, { standardInput, escapeFormulas })
}
