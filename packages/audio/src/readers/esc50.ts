import { shortened } from '@romae/internal/errors'
import { readTextFile } from '@romae/internal/files'
import type { OptionsOf, Schema } from '@romae/internal/options'
import { errors } from '../errors.ts'
import { anyText, readOption, readOptions } from '../options.ts'
import { joinPath, listSoundNames } from './list-files.ts'
import type { SoundFile } from './sound-file.ts'

const LABELLED = ['filename', 'fold', 'category'] as const
const UNLABELLED = ['filename'] as const

const schema = {
  labels: {
    kind: 'choice',
    of: ['required', 'optional'],
    default: 'required',
    help: '`optional`: for new sounds, whose list need not have the columns `category` and `fold`',
  },
} as const satisfies Schema

/** Options of {@link listEsc50}. */
export interface Esc50Options extends OptionsOf<typeof schema> {}

/**
 * Lists a data set laid out as ESC-50 is: `meta/esc50.csv` with the columns `filename`, `fold` and `category`, and the
 * files in `audio/`. The label is the category; fold and all other columns are attributes, as text.
 *
 * @throws RomaeError `AUDIO_CANNOT_READ`; `AUDIO_LIST` with the line, for a missing column, a row of another length, an
 * empty cell, or
 *   a file that is listed twice or not there; AUDIO_NO_FILES for an empty list
 */
export async function listEsc50(folder: string, options: Esc50Options = {}): Promise<SoundFile[]> {
  readOption('listEsc50', 'folder', anyText, folder)
  const { labels } = readOptions('listEsc50', schema, options)
  const columns = labels === 'required' ? LABELLED : UNLABELLED
  const list = joinPath(folder, 'meta/esc50.csv')
  const audio = joinPath(folder, 'audio')
  const [header, ...rows] = await readCsv(list)
  for (const name of columns) {
    if (header?.cells.includes(name)) continue
    throw errors.AUDIO_LIST({ file: list, line: header?.line ?? 1, reason: `there is no column "${name}"` })
  }
  if (rows.length === 0) throw errors.AUDIO_NO_FILES({ folder: list, looked: 'rows' })
  const present = new Set((await listSoundNames(audio)).sounds)
  const listed = new Set<string>()
  return rows.map(({ cells, line }) => {
    const wrong = (reason: string) => errors.AUDIO_LIST({ file: list, line, reason })
    if (cells.length !== header!.cells.length) {
      throw wrong(`the row has ${cells.length} cells; expected ${header!.cells.length}, as the header`)
    }
    const row: Record<string, string> = Object.fromEntries(cells.map((cell, index) => [header!.cells[index]!, cell]))
    for (const name of columns) if (row[name] === '') throw wrong(`the cell in column "${name}" is empty`)
    const { filename, category, ...attributes } = row
    if (!present.has(filename!)) throw wrong(`there is no file ${joinPath(audio, shortened(filename))}`)
    if (listed.has(filename!)) throw wrong(`${shortened(filename)} is listed twice`)
    listed.add(filename!)
    return { path: joinPath(audio, filename!), id: filename!, ...(category && { label: category }), attributes }
  })
}

/** The list of ESC-50 has 100 kB; one of half a million sounds fits, too. */
const MAX_BYTES = 2 ** 25

interface Row {
  readonly cells: readonly string[]
  readonly line: number
}

async function readCsv(file: string): Promise<Row[]> {
  // Imported only here: it needs Node, and the tokenizer should load in a browser.
  const { CsvError, parse } = await import('csv-parse/sync')
  let text: string
  try {
    text = await readTextFile(file, MAX_BYTES)
  } catch (cause) {
    throw errors.AUDIO_CANNOT_READ({ file, reason: cause instanceof Error ? cause.message : String(cause) }, cause)
  }
  try {
    const records = parse(text, { bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true })
    return (records as unknown as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => {
      return { cells: record, line: info.lines }
    })
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    throw errors.AUDIO_LIST({ file, line: Number(cause.lines ?? 1), reason: shortened(cause.message, 200) }, cause)
  }
}
