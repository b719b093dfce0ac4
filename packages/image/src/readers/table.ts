import { type OptionsOf, type Schema, text, texts } from '@romae/internal/options'
import { builtin } from '@romae/internal/platform'
import { errors } from '../errors.ts'
import { readOptions } from '../options.ts'
import type { EncodedImage } from './encoded-image.ts'
import { csvRows, jsonRows, MAX_ROWS } from './list-rows.ts'
import { pathBelow } from './safe-path.ts'

const schema = {
  file: { ...text, default: 'file', help: 'the column (CSV) or key (JSONL) of the file’s path' },
  label: { ...text, help: 'of the label; absent: images have none' },
  group: { ...text, help: 'of what images belong to, such as a patient; absent: nothing' },
  missing: {
    ...texts,
    default: [],
    help:
      "texts of the label’s column that mean no label, e.g. `['', 'NA']`; an empty one also stands for a key that is null " +
      'or absent in JSONL. Without any, each must have a label',
  },
  id: { ...text, help: 'of the id; absent: the path is the id' },
  folder: { ...text, help: 'that paths are relative to, and must lie in; by default the list’s own' },
} as const satisfies Schema

/** Options of {@link listImageTable}. */
export interface ImageTableOptions extends OptionsOf<typeof schema> {}

/**
 * Lists the images that a CSV file (with a header) or a JSONL file (one object a line; by the ending `.jsonl`) names.
 *
 * @throws RomaeError `IMAGE_CANNOT_READ`, `IMAGE_LIST_SYNTAX`, `IMAGE_LIST_NO_COLUMN`, `IMAGE_UNSAFE_NAME`,
 * `IMAGE_NO_IMAGES`
 */
export async function* listImageTable(path: string, options: ImageTableOptions = {}): AsyncGenerator<EncodedImage> {
  const { missing, ...columns } = readOptions('listImageTable', schema, options)
  const { dirname } = builtin('node:path')
  const { file: fileKey, label: labelKey, group: groupKey, id: idKey, folder = dirname(path) } = columns
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
