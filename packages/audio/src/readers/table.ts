import { PackageMissing } from '@romae/internal/archives'
import { didYouMean, quote, RomaeError } from '@romae/internal/errors'
import {
  type ListColumn,
  type ListRow,
  labelColumns,
  listedLabels,
  listRows,
  MAX_ROWS,
  pathBelow,
} from '@romae/internal/lists'
import type { OptionsOf, Schema } from '@romae/internal/options'
import { builtin } from '@romae/internal/platform'
import { errors } from '../errors.ts'
import { anyText, readOption, readOptions } from '../options.ts'
import type { SoundFile } from './sound-file.ts'

/** The column of paths, and what it is called where there is none of that name. */
const FILE = ['file', 'path']
const column = { kind: 'text' } as const

const schema = {
  file: {
    ...column,
    help: 'the column (CSV, Parquet) or key (JSONL) of the file’s path; absent: `file`, or else `path`',
  },
  label: { ...column, help: 'of the label; absent: sounds have none' },
  labels: {
    kind: 'list',
    item: { kind: 'text', empty: true },
    excludes: 'label',
    help:
      'of columns of 1 and 0, one a class, of which a sound may have several or none: they become `labels`. What `missing` names, and an ' +
      'empty cell, is not known',
  },
  labelSeparator: {
    ...column,
    needs: 'label',
    help: 'what parts several labels in the label’s column, such as `;`: they become `labels`, none of an empty cell',
  },
  group: {
    ...column,
    help: 'of what sounds belong to, such as a speaker, which becomes an attribute; absent: nothing',
  },
  split: {
    ...column,
    help: 'of the split that a sound is of, such as `train`, which becomes the attribute `split`; a list may be without it; absent: none',
  },
  missing: {
    kind: 'list',
    item: { kind: 'text', empty: true },
    default: [],
    help:
      "texts of the label’s column that mean no label, e.g. `['', 'NA']`; an empty one also stands for a key that is null " +
      'or absent in JSONL. Without any, each must have a label',
  },
  folder: { ...column, help: 'that paths are relative to, and must lie in; by default the list’s own' },
} as const satisfies Schema

/** Options of {@link listSoundTable}. */
export interface SoundTableOptions extends OptionsOf<typeof schema> {}

/**
 * Lists the sounds that a CSV file (with a header), a Parquet file (by the ending `.parquet`) or a JSONL file (one object a line; by
 * the ending `.jsonl`) names.
 *
 * @throws RomaeError `AUDIO_CANNOT_READ`, `AUDIO_LIST` with the line, `AUDIO_UNSAFE_NAME`, `AUDIO_NO_FILES`,
 * `AUDIO_PACKAGE_MISSING`
 */
export async function* listSoundTable(path: string, options: SoundTableOptions = {}): AsyncGenerator<SoundFile> {
  readOption('listSoundTable', 'path', anyText, path)
  const {
    missing,
    file,
    label,
    labels = [],
    labelSeparator,
    group,
    split,
    folder,
  } = readOptions('listSoundTable', schema, options)
  const base = folder ?? builtin('node:path').dirname(path)
  const asked: ListColumn[] = [{ key: 'file', names: file === undefined ? FILE : [file] }]
  if (label !== undefined)
    asked.push({ key: 'label', names: [label], mayLack: missing.includes('') || labelSeparator !== undefined })
  asked.push(...labelColumns(labels))
  if (group !== undefined) asked.push({ key: 'group', names: [group] })
  if (split !== undefined) asked.push({ key: 'split', names: [split], isOptional: true })
  let count = 0
  for await (const { line, cells } of soundRows(path, asked)) {
    const wrong = (reason: string) => errors.AUDIO_LIST({ file: path, line, reason })
    count += 1
    if (count > MAX_ROWS)
      throw wrong(`there are ${count} rows or more, and at most ${MAX_ROWS} are read: divide the list`)
    const at = (key: string) => {
      if (cells[key]) return cells[key]
      const { names } = asked.find((one) => one.key === key)!
      throw wrong(`"${names[0]}" is empty`)
    }
    const id = at('file')
    const place = pathBelow(base, id)
    if (place === null) throw errors.AUDIO_UNSAFE_NAME({ file: path, name: id })
    const several = listedLabels({ labels, labelSeparator, missing }, cells, wrong)
    const isLabelled = label !== undefined && labelSeparator === undefined && !missing.includes(cells.label!)
    const attributes = {
      ...(group !== undefined && { [group]: at('group') }),
      ...(cells.split && { split: cells.split }),
    }
    yield {
      path: place,
      id,
      ...(isLabelled && { label: at('label') }),
      ...(several !== undefined && { labels: several }),
      attributes,
    }
  }
  if (count === 0) throw errors.AUDIO_NO_FILES({ folder: path, looked: 'rows' })
}

/** The rows of a list, and this package's errors for what is wrong with it. */
async function* soundRows(file: string, asked: readonly ListColumn[]): AsyncGenerator<ListRow> {
  const unreadable = (cause: unknown) => {
    if (RomaeError.isInstance(cause)) return cause
    return errors.AUDIO_CANNOT_READ({ file, reason: cause instanceof Error ? cause.message : String(cause) }, cause)
  }
  const problems = {
    syntax: (line: number, reason: string, cause?: unknown) => errors.AUDIO_LIST({ file, line, reason }, cause),
    noColumn: (name: string, columns: readonly string[]) =>
      errors.AUDIO_LIST({ file, line: 1, reason: `there is no column ${quote(name)}${didYouMean(name, columns)}` }),
    unreadable,
  }
  try {
    yield* listRows(file, asked, problems, () => import('#csv-parse'))
  } catch (cause) {
    if (!(cause instanceof PackageMissing)) throw unreadable(cause)
    throw errors.AUDIO_PACKAGE_MISSING({ file, format: 'Parquet', install: cause.install }, cause)
  }
}
