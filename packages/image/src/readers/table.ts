import { parseJson } from '@romae/json'
import { readBytes } from '../decode/read-bytes.ts'
import { errors } from '../errors.ts'
import { checkOptions, requireText, requireTexts } from '../options.ts'
import type { EncodedImage } from './encoded-image.ts'
import { pathBelow } from './safe-path.ts'

/** Options of {@link listImageTable}. */
export interface ImageTableOptions {
  /** The column (CSV) or key (JSONL) of the file's path. Defaults to `file`. */
  readonly file?: string
  /** Of the label. Absent: images have none. */
  readonly label?: string
  /** Of what images belong to, such as a patient. Absent: nothing. */
  readonly group?: string
  /**
   * Texts of the label's column that mean no label, e.g. `['', 'NA']`; '' also stands for a key that is null or absent in
   * JSONL. Defaults to none: then each must have a label.
   */
  readonly missing?: readonly string[]
  /** Of the id. Absent: the path is the id. */
  readonly id?: string
  /** The folder that paths are relative to, and must lie in. Defaults to the list's own. */
  readonly folder?: string
}

/** One record with the line that it ends on. */
interface Row {
  readonly line: number
  readonly cells: Readonly<Record<string, string>>
}

const MAX_BYTES = 2 ** 30

/**
 * Lists the images that a CSV file (with a header) or a JSONL file (one object a line; by the ending `.jsonl`) names.
 *
 * @throws RomaeError `IMAGE_CANNOT_READ`, `IMAGE_LIST_SYNTAX`, `IMAGE_LIST_NO_COLUMN`, `IMAGE_UNSAFE_NAME`,
 * `IMAGE_NO_IMAGES`
 */
export async function* listImageTable(path: string, options: ImageTableOptions = {}): AsyncGenerator<EncodedImage> {
  const of = 'listImageTable'
  checkOptions(of, options, ['file', 'label', 'group', 'missing', 'id', 'folder'])
  const { missing = [], ...texts } = options
  for (const [key, value] of Object.entries(texts)) requireText(of, key, value)
  requireTexts(of, 'missing', missing)
  const { dirname } = await import('node:path')
  const { file: fileKey = 'file', label: labelKey, group: groupKey, id: idKey, folder = dirname(path) } = options
  const keys = [fileKey, labelKey, groupKey, idKey].filter((key) => key !== undefined)
  const mayLack = missing.includes('') ? labelKey : undefined
  const text = new TextDecoder().decode(await readBytes(path, path, MAX_BYTES))
  const rows = /\.jsonl$/i.test(path) ? jsonRows(path, text, keys, mayLack) : await csvRows(path, text, keys)
  let found = false
  for (const { line, cells } of rows) {
    const at = (key: string) => {
      if (!cells[key]) throw errors.IMAGE_LIST_SYNTAX({ file: path, line, reason: `"${key}" is empty` })
      return cells[key]
    }
    const name = at(fileKey)
    const file = await pathBelow(folder, name, path)
    found = true
    const isLabelled = labelKey !== undefined && !missing.includes(cells[labelKey]!)
    yield {
      id: idKey === undefined ? name : at(idKey),
      ...(isLabelled && { label: at(labelKey) }),
      ...(groupKey !== undefined && { group: at(groupKey) }),
      file,
      source: file,
    }
  }
  if (!found) throw errors.IMAGE_NO_IMAGES({ path, expected: 'at least one row' })
}

/** @param mayLack a key that rows may be without: it is '' then */
function* jsonRows(file: string, text: string, keys: readonly string[], mayLack: string | undefined): Generator<Row> {
  const lines = text.split('\n')
  for (const [index, content] of lines.entries()) {
    if (content.trim() === '') continue
    const line = index + 1
    const record = parseObject(file, line, content)
    const cells: Record<string, string> = {}
    for (const key of keys) {
      const value = key === mayLack ? (record[key] ?? '') : record[key]
      if (typeof value !== 'string' && typeof value !== 'number') {
        const reason = `"${key}" must be a text or a number; got ${JSON.stringify(value) ?? 'nothing'}`
        throw errors.IMAGE_LIST_SYNTAX({ file, line, reason })
      }
      cells[key] = String(value)
    }
    yield { line, cells }
  }
}

function parseObject(file: string, line: number, content: string): Record<string, unknown> {
  let value: unknown
  try {
    value = parseJson(content)
  } catch (cause) {
    throw errors.IMAGE_LIST_SYNTAX({ file, line, reason: `not JSON: ${(cause as Error).message}` }, cause)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw errors.IMAGE_LIST_SYNTAX({ file, line, reason: 'expected a JSON object' })
}

async function csvRows(file: string, text: string, keys: readonly string[]): Promise<Row[]> {
  const { CsvError, parse } = await import('csv-parse/sync')
  try {
    const rows = parse(text, { bom: true, info: true, trim: true, skip_empty_lines: true, columns: true })
    const records = rows as unknown as { record: Record<string, string>; info: { lines: number } }[]
    const columns = Object.keys(records[0]?.record ?? {})
    const absent = records.length > 0 ? keys.find((key) => !columns.includes(key)) : undefined
    if (absent !== undefined) throw errors.IMAGE_LIST_NO_COLUMN({ file, name: absent, columns })
    return records.map(({ record, info }) => ({ line: info.lines, cells: record }))
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    const { lines } = cause as unknown as { lines: number }
    throw errors.IMAGE_LIST_SYNTAX({ file, line: lines, reason: cause.message }, cause)
  }
}
