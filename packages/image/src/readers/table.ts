import { type ListColumn, labelColumns, listedLabels, MAX_ROWS } from '@romae/internal/lists'
import { type OptionsOf, type Schema, text, texts } from '@romae/internal/options'
import { builtin } from '@romae/internal/platform'
import { errors } from '../errors.ts'
import { readOptions } from '../options.ts'
import type { EncodedImage } from './encoded-image.ts'
import { imageRows } from './image-list.ts'
import { pathBelow } from './safe-path.ts'

/** The column of paths, and what it is called where there is none of that name. */
const FILE = ['file', 'path']

const schema = {
  file: {
    ...text,
    help: 'the column (CSV, Parquet) or key (JSONL) of the file’s path; absent: `file`, or else `path`',
  },
  label: { ...text, help: 'of the label; absent: images have none' },
  labels: {
    ...texts,
    excludes: 'label',
    help:
      'of columns of 1 and 0, one a class, of which an image may have several or none: they become `labels`. What `missing` names, and an ' +
      'empty cell, is not known',
  },
  labelSeparator: {
    ...text,
    needs: 'label',
    help: 'what parts several labels in the label’s column, such as `;`: they become `labels`, none of an empty cell',
  },
  group: { ...text, help: 'of what images belong to, such as a patient; absent: nothing' },
  split: { ...text, help: 'of the split that an image is of, such as `train`; a list may be without it; absent: none' },
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
 * Lists the images that a CSV file (with a header), a Parquet file (by the ending `.parquet`) or a JSONL file (one object a line; by
 * the ending `.jsonl`) names.
 *
 * @throws RomaeError `IMAGE_CANNOT_READ`, `IMAGE_LIST_SYNTAX`, `IMAGE_LIST_NO_COLUMN`, `IMAGE_UNSAFE_NAME`,
 * `IMAGE_NO_IMAGES`, `IMAGE_PACKAGE_MISSING`
 */
export async function* listImageTable(path: string, options: ImageTableOptions = {}): AsyncGenerator<EncodedImage> {
  const { missing, file: fileColumn, ...columns } = readOptions('listImageTable', schema, options)
  const { dirname } = builtin('node:path')
  const { label, labels = [], labelSeparator, group, split, id, folder = dirname(path) } = columns
  const asked: ListColumn[] = [{ key: 'file', names: fileColumn === undefined ? FILE : [fileColumn] }]
  if (label !== undefined)
    asked.push({ key: 'label', names: [label], mayLack: missing.includes('') || labelSeparator !== undefined })
  asked.push(...labelColumns(labels))
  if (group !== undefined) asked.push({ key: 'group', names: [group] })
  if (split !== undefined) asked.push({ key: 'split', names: [split], isOptional: true })
  if (id !== undefined) asked.push({ key: 'id', names: [id] })
  let count = 0
  for await (const { line, cells } of imageRows(path, asked)) {
    count += 1
    if (count > MAX_ROWS) {
      const reason = `there are ${count} rows or more, and at most ${MAX_ROWS} are read: divide the list`
      throw errors.IMAGE_LIST_SYNTAX({ file: path, line, reason })
    }
    const at = (key: string) => {
      if (cells[key]) return cells[key]
      const { names } = asked.find((column) => column.key === key)!
      throw errors.IMAGE_LIST_SYNTAX({ file: path, line, reason: `"${names[0]}" is empty` })
    }
    const name = at('file')
    const file = pathBelow(folder, name, path)
    const several = listedLabels({ labels, labelSeparator, missing }, cells, (reason) =>
      errors.IMAGE_LIST_SYNTAX({ file: path, line, reason }),
    )
    const isLabelled = label !== undefined && labelSeparator === undefined && !missing.includes(cells.label!)
    yield {
      id: id === undefined ? name : at('id'),
      ...(isLabelled && { label: at('label') }),
      ...(several !== undefined && { labels: several }),
      ...(group !== undefined && { group: at('group') }),
      ...(cells.split && { split: cells.split }),
      file,
      source: file,
    }
  }
  if (count === 0) throw errors.IMAGE_NO_IMAGES({ path, expected: 'at least one row' })
}
