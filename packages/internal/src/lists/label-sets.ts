import type { ListColumn } from './list-row.ts'

/** What is known of a sample that may have several labels, or none: the contract's `LabelSet`. */
export interface LabelSet {
  readonly has: readonly string[]
  /** Of which nobody knows whether the sample has them. */
  readonly unknown: readonly string[]
}

/** Options by which a sample may have several labels, or none. Older records of runs lack them, and so they have no default. */
export const labelSetOptions = {
  labels: {
    kind: 'list',
    item: { kind: 'text', empty: true },
    or: [null],
    help: 'lists: columns of 1 and 0, one a class, of which a file may have several or none',
    placeholder: 'column',
  },
  labelSeparator: {
    kind: 'text',
    or: [null],
    help: 'lists: what parts the classes of a file in --label, such as ";"',
    placeholder: 'text',
  },
} as const

/** Without what says of which classes files are, as new files need no labels. */
export function withoutLabelSets(saved: Readonly<Record<string, unknown>>): Record<string, null> {
  return Object.fromEntries(Object.keys(labelSetOptions).flatMap((key) => (saved[key] == null ? [] : [[key, null]])))
}

/** The labels of a cell: an empty one has none. */
export function separatedLabels(text: string, separator: string): LabelSet {
  const names = text.split(separator).map((name) => name.trim())
  return { has: [...new Set(names.filter((name) => name !== ''))], unknown: [] }
}

/**
 * The labels of columns that say of each class whether a sample is of it.
 *
 * @param cells one a column: 1 or true, 0 or false, in whatever way numbers are written; null where the cell says nothing
 * @returns undefined where all say nothing; `wrong`: the column of a cell that is none of these
 */
export function indicatedLabels(
  columns: readonly string[],
  cells: readonly (string | null)[],
): LabelSet | undefined | { readonly wrong: number } {
  const found = cells.map((cell) => (cell === null ? null : membershipOf(cell)))
  const wrong = found.indexOf(undefined)
  if (wrong !== -1) return { wrong }
  if (found.every((is) => is === null)) return undefined
  return {
    has: columns.filter((_, place) => found[place] === true),
    unknown: columns.filter((_, place) => found[place] === null),
  }
}

function membershipOf(cell: string): boolean | undefined {
  const text = cell.trim().toLowerCase()
  if (/^(true|1([.,]0*)?)$/.test(text)) return true
  return /^(false|0([.,]0*)?)$/.test(text) ? false : undefined
}

/** How a list says of which classes its files are. */
interface ListedLabels {
  /** Columns of 1 and 0. */
  readonly labels?: readonly string[] | undefined
  readonly labelSeparator?: string | undefined
  /** Texts that mean that nobody knows. */
  readonly missing: readonly string[]
}

/** The columns of 1 and 0 as what is asked of each row of a list. */
export function labelColumns(labels: readonly string[]): ListColumn[] {
  return labels.map((name) => ({ key: keyOf(name), names: [name], mayLack: true }))
}

const keyOf = (label: string) => `label ${label}`

/**
 * The labels of a row of a list.
 *
 * @param cells by the keys of `labelColumns`, and `label`
 * @returns undefined where the row says nothing, or the list has one label a file
 * @throws what `wrong` makes, for a cell that is neither 1 nor 0
 */
export function listedLabels(
  { labels = [], labelSeparator, missing }: ListedLabels,
  cells: Readonly<Record<string, string>>,
  wrong: (reason: string) => Error,
): LabelSet | undefined {
  if (labelSeparator !== undefined) {
    const cell = cells.label!
    return cell !== '' && missing.includes(cell) ? undefined : separatedLabels(cell, labelSeparator)
  }
  if (labels.length === 0) return undefined
  const found = labels.map((name) => cells[keyOf(name)]!)
  const set = indicatedLabels(
    labels,
    found.map((cell) => (cell === '' || missing.includes(cell) ? null : cell)),
  )
  if (set === undefined || 'has' in set) return set
  throw wrong(`"${labels[set.wrong]}" must be 1, 0 or empty; got ${JSON.stringify(found[set.wrong])}`)
}
