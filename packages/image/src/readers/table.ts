import { errors } from '../errors.ts'
import { checkOptions, requireText, requireTexts } from '../options.ts'
import type { EncodedImage } from './encoded-image.ts'
import { csvRows, jsonRows, MAX_ROWS } from './list-rows.ts'
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
  const rows = /\.jsonl$/i.test(path) ? jsonRows(path, keys, mayLack) : csvRows(path, keys)
  let count = 0
  for await (const { line, cells } of rows) {
    count += 1
    if (count > MAX_ROWS) {
      const reason = `there are ${count} rows or more, and at most ${MAX_ROWS} are read: divide the list`
      throw errors.IMAGE_LIST_SYNTAX({ file: path, line, reason })
    }
    const at = (key: string) => {
      if (!cells[key]) throw errors.IMAGE_LIST_SYNTAX({ file: path, line, reason: `"${key}" is empty` })
      return cells[key]
    }
    const name = at(fileKey)
    const file = await pathBelow(folder, name, path)
    const isLabelled = labelKey !== undefined && !missing.includes(cells[labelKey]!)
    yield {
      id: idKey === undefined ? name : at(idKey),
      ...(isLabelled && { label: at(labelKey) }),
      ...(groupKey !== undefined && { group: at(groupKey) }),
      file,
      source: file,
    }
  }
  if (count === 0) throw errors.IMAGE_NO_IMAGES({ path, expected: 'at least one row' })
}
