import { errors } from '../../errors.ts'

/** What parts the cells of files of which nobody says it. */
const CANDIDATES = [',', ';', '\t'] as const

/** How much of a file is held to find its delimiter, once its header is there. */
const MOST_HELD = 2 ** 20

/** A text whose delimiter is known. */
export interface DelimitedText {
  /** What stands above it, which is no part of the text. */
  readonly comments: string
  readonly delimiter: string
  readonly text: AsyncGenerator<string>
}

/**
 * Finds what parts the cells of a file: the one of comma, semicolon and tab that its header has outside of quotes. Where it has
 * several, that which the row below has as often. A header of one cell has none, and is a comma's.
 *
 * @throws RomaeError `TIMESERIES_CSV_DELIMITER` where several fit
 */
export async function withDelimiter(
  file: string,
  chunks: AsyncGenerator<string>,
): Promise<Omit<DelimitedText, 'comments'>> {
  const held: string[] = []
  let length = 0
  let isAll = false
  const rows = new FirstRows()
  try {
    while (!rows.isDecided && length < MOST_HELD + rows.headerLength) {
      const next = await chunks.next()
      isAll = next.done === true
      if (next.done) break
      held.push(next.value)
      length += next.value.length
      rows.take(next.value)
    }
    const fitting = rows.fitting
    if (fitting.length > 1) throw errors.TIMESERIES_CSV_DELIMITER({ file, found: fitting })
    return { delimiter: fitting[0] ?? ',', text: again(held, isAll, chunks) }
  } catch (error) {
    await chunks.return(undefined)
    throw error
  }
}

async function* again(held: readonly string[], isAll: boolean, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  try {
    yield* held
    if (!isAll) yield* rest
  } finally {
    await rest.return(undefined)
  }
}

const OF_INTEREST = /[",;\t\n]/g

/** Counts the candidates in the first two rows that are not empty. */
class FirstRows {
  /** One a row, in the order of the candidates. */
  readonly #counts: number[][] = [[0, 0, 0]]
  #isQuoted = false
  #isEmpty = true
  #length = 0
  /** Characters of the header, once it is complete; else as many as there are. */
  headerLength = 0

  /** Whether more text would not change what fits. */
  get isDecided(): boolean {
    return this.#counts.length > 2 || (this.#counts.length > 1 && inHeader(this.#counts[0]!).length < 2)
  }

  get fitting(): readonly string[] {
    const [header = [], below] = this.#counts
    const found = inHeader(header)
    if (found.length < 2 || below === undefined) return found
    const same = found.filter((candidate) => {
      const at = CANDIDATES.indexOf(candidate)
      return header[at] === below[at]
    })
    // None fits: the row is broken, and a comma is what is broken by custom.
    return same.length === 0 ? found.slice(0, 1) : same
  }

  take(text: string): void {
    let from = 0
    for (const { 0: found, index } of text.matchAll(OF_INTEREST)) {
      if (this.isDecided) return
      if (index > from && text.slice(from, index).trim() !== '') this.#isEmpty = false
      from = index + 1
      if (found === '"') this.#isQuoted = !this.#isQuoted
      if (found !== '\n') this.#isEmpty = false
      if (this.#isQuoted || found === '"') continue
      if (found !== '\n') this.#counts.at(-1)![CANDIDATES.indexOf(found as ',')]! += 1
      else if (!this.#isEmpty) {
        this.#counts.push([0, 0, 0])
        this.#isEmpty = true
      }
    }
    if (text.slice(from).trim() !== '') this.#isEmpty = false
    this.#length += text.length
    if (this.#counts.length === 1) this.headerLength = this.#length
  }
}

function inHeader(counts: readonly number[]): (typeof CANDIDATES)[number][] {
  return CANDIDATES.filter((_, index) => counts[index]! > 0)
}
