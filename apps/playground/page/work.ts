import { classOf, type MediaKind, mediaOf, type PlacedFile } from './media-kind.ts'
import type { TableSettings } from './settings.ts'

/** A table that is worked on, and what it takes to go on with it. */
export interface TableWork {
  readonly file: File
  readonly settings: TableSettings
  /** What takes the place of training: a ZIP archive; null: a model is trained. */
  readonly model: File | null
  /** What the run's checkpoints are kept under. */
  readonly run: string
}

/** Pictures or sounds that are learned to tell apart. */
export interface MediaWork {
  readonly kind: MediaKind
  /** In folders, which are their classes. */
  readonly files: readonly PlacedFile[]
  /** Files of the folder that nothing is learned from. */
  readonly left: number
  readonly run: string
}

export type Work = TableWork | MediaWork

export const isOfMedia = (work: Work): work is MediaWork => 'files' in work

/** Bytes of a file: a tab has a few gigabytes, and a table takes many times its text. */
const MOST_BYTES = 100e6
/** Files of a class, at least: one to learn from and one to try on. */
const LEAST = 2

/** Files of each class. */
export function countsOf(files: readonly PlacedFile[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { path } of files) counts.set(classOf(path) ?? '', (counts.get(classOf(path) ?? '') ?? 0) + 1)
  return counts
}

/** What is learned from of a folder: files of classes that have enough. */
export function mediaWork(all: readonly PlacedFile[], run: string): MediaWork {
  const { kind, files } = mediaOf(all)
  const counts = countsOf(files)
  const usable = files.filter(({ path }) => classOf(path) !== null && counts.get(classOf(path)!)! >= LEAST)
  return { kind, files: usable, left: all.length - usable.length, run }
}

/** Why something cannot be worked on, with the way out; null where it can. */
export function refusalOf(work: Work): { readonly title: string; readonly error: Error } | null {
  if (isOfMedia(work)) {
    const { size } = countsOf(work.files)
    if (size >= 2) return null
    const what = work.kind === 'image' ? 'pictures' : 'sounds'
    const found = `Of ${work.files.length + work.left} files ${size === 1 ? 'those of one folder' : 'none'} can be learned from`
    const error = new Error(
      `${found}. Take a folder that holds a folder of ${what} for each class, two or more in each.`,
    )
    return { title: 'There are no classes to tell apart', error }
  }
  const { name, size } = work.file
  if (size === 0) {
    const error = new Error('There is nothing in it. Take a file with a header and rows.')
    return { title: `${name} is empty`, error }
  }
  if (size <= MOST_BYTES) return null
  const found = `${Math.round(size / 1e6)} MB, and a tab takes files of up to ${MOST_BYTES / 1e6} MB`
  const error = new Error(
    `${name} has ${found}. Take fewer rows or columns, or take “npx romae”, which has no such limit.`,
  )
  return { title: 'This file is too large for a tab', error }
}
