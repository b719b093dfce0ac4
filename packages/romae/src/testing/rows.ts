import { readFile } from 'node:fs/promises'
import { RomaeError, type Tokenizer } from '@romae/tokenizer'
import { defineModality, type Source } from '@romae/tokenizer/modality'

/** Numbers at places 0, 1, …; null where one is missing. */
export type Row = readonly (number | null)[]

/** A tokenizer that can fill gaps: one token a number that is there, at its place. */
export const rowTokenizer: Tokenizer<Row> = {
  specVersion: 1,
  name: 'rows',
  axes: ['place'],
  tokenSize: 1,
  tokenize(row) {
    const places = [...row.keys()].filter((place) => row[place] !== null)
    if (places.length === 0) throw new RomaeError('ROWS_EMPTY', 'a row needs a number')
    return {
      values: Float32Array.from(places, (place) => row[place]!),
      positions: Float32Array.from(places),
      length: places.length,
    }
  },
  async fillMissing(row, fill) {
    const tokens = {
      values: Float32Array.from(row, Number),
      positions: Float32Array.from(row.keys()),
      length: row.length,
    }
    const [filled] = await fill([{ tokens, hidden: Uint8Array.from(row, (value) => Number(value === null)) }])
    return row.map((value, place) => value ?? filled!.values[place]!)
  },
  toJSON: () => ({}),
}

/** Files with a list a line, some numbers of which are null: a kind of data that is no series, and can be filled. */
export default defineModality({
  specVersion: 1,
  name: 'rows',
  samples: 'rows',
  files: 'files with a list of numbers, or null, a line',
  options: { skip: { kind: 'integer', least: 0, default: 0, help: 'lines at the top that are no rows' } },
  async read(sources, { skip }) {
    const lists = await Promise.all(sources.map(async (source) => (await linesOf(source)).slice(skip)))
    const samples = lists.flat().map((line): Row => JSON.parse(line))
    return { samples, ids: samples.map((_, index) => `row ${index}`) }
  },
  async *write(source, { filled }, { skip }) {
    for (const line of (await linesOf(source)).slice(0, skip)) yield `${line}\n`
    for (const row of filled) yield `${JSON.stringify(row)}\n`
  },
  fit: () => rowTokenizer,
  restore: () => rowTokenizer,
})

async function linesOf(source: Source): Promise<string[]> {
  const bytes = typeof source === 'string' ? await readFile(source) : new Uint8Array(await source.arrayBuffer())
  return new TextDecoder().decode(bytes).trimEnd().split('\n')
}
