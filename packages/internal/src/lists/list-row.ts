/** One record with the line that it ends on, or the row that it is. */
export interface ListRow {
  readonly line: number
  /** By the keys of what was asked for; '' where there is none. */
  readonly cells: Readonly<Record<string, string>>
}

/** What is asked of each row. */
export interface ListColumn {
  readonly key: string
  /** Of its column or key: the first that there is. */
  readonly names: readonly string[]
  /** Whether a list may be without the column, and a record of JSONL without the key. */
  readonly isOptional?: boolean
  /** Whether a record of JSONL may be without the key, or have null there. */
  readonly mayLack?: boolean
}

/** A package's errors for what may be wrong with a list. */
export interface ListProblems {
  syntax(line: number, reason: string, cause?: unknown): Error
  noColumn(name: string, columns: readonly string[]): Error
  /** What the system says. */
  unreadable(cause: unknown): Error
}

/** Where each column stands: -1 for one that a list need not have. @throws what `problems` makes */
export function placesOf(
  asked: readonly ListColumn[],
  columns: readonly string[],
  problems: Pick<ListProblems, 'noColumn'>,
): readonly number[] {
  return asked.map(({ names, isOptional = false }) => {
    const place = names.map((name) => columns.indexOf(name)).find((found) => found !== -1) ?? -1
    if (place === -1 && !isOptional) throw problems.noColumn(names[0]!, columns)
    return place
  })
}
