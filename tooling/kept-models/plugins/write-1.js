// Never edit this file: it is a plugin as somebody published it for version 1 of the modality contract, of those whose samples can be
// written back. Whatever the contract becomes, this file has to go on working as it is. A test holds its checksum.
import { readFile } from 'node:fs/promises'
import { RomaeError } from '@romae/tokenizer'
import { defineModality } from '@romae/tokenizer/modality'

/** @typedef {readonly (number | null)[]} Row */

/** @type {import('@romae/tokenizer').Tokenizer<Row>} */
const tokenizer = {
  specVersion: 1,
  name: 'rows',
  axes: ['place'],
  tokenSize: 1,
  tokenize(row) {
    const there = row.flatMap((value, place) => (value === null ? [] : [{ value, place }]))
    if (there.length === 0) throw new RomaeError('ROWS_EMPTY', 'a row needs a number')
    return {
      values: Float32Array.from(there, ({ value }) => value),
      positions: Float32Array.from(there, ({ place }) => place),
      length: there.length,
    }
  },
  toJSON: () => ({}),
}

export default defineModality({
  specVersion: 1,
  name: 'rows',
  samples: 'rows',
  files: 'files with a list of numbers, or null, a line',
  options: { skip: { kind: 'integer', least: 0, default: 0, help: 'lines at the top that are no rows' } },
  async read(sources, { skip }) {
    const lists = await Promise.all(sources.map(async (source) => (await linesOf(source)).slice(skip)))
    const samples = lists.flat().map((line) => /** @type {Row} */ (JSON.parse(line)))
    return { samples, ids: samples.map((_, index) => `row ${index}`) }
  },
  async *write(source, { read, filled }, { skip }) {
    const lines = await linesOf(source)
    if (lines.length !== skip + read.length) throw new RomaeError('ROWS_CHANGED', 'the file has changed')
    for (const line of lines.slice(0, skip)) yield `${line}\n`
    for (const row of filled) yield new TextEncoder().encode(`${JSON.stringify(row)}\n`)
  },
  fit: () => tokenizer,
  restore: () => tokenizer,
})

/** @param {import('@romae/tokenizer/modality').Source} source */
async function linesOf(source) {
  const bytes = typeof source === 'string' ? await readFile(source) : new Uint8Array(await source.arrayBuffer())
  return new TextDecoder().decode(bytes).trimEnd().split('\n')
}
