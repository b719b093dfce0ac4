/** How much of a file is held to find where its comments end. */
const MOST_HELD = 2 ** 20

/** A text, and what stands above it. */
interface Uncommented {
  /** Lines with their ends; empty where there are none. */
  readonly comments: string
  /** With an empty line in place of each comment, so that lines keep their numbers. */
  readonly text: AsyncGenerator<string>
}

/**
 * Takes away the lines above a header that begin with `#`, as many programs write them to say where data come from. The last of them
 * is the header itself where it has as many cells as the row below, and that row has a number.
 *
 * @throws what `chunks` throws
 */
export async function withoutComments(chunks: AsyncGenerator<string>): Promise<Uncommented> {
  let held = ''
  let isAll = false
  while (!isAll && isUndecided(held)) {
    const next = await chunks.next()
    if (next.done) isAll = true
    else held += next.value
  }
  const comments = commentsOf(held)
  const blank = comments.replaceAll(/[^\n]/g, '')
  return { comments, text: joined(blank + held.slice(comments.length), isAll, chunks) }
}

async function* joined(first: string, isAll: boolean, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  try {
    if (first !== '') yield first
    if (!isAll) yield* rest
  } finally {
    await rest.return(undefined)
  }
}

/** Comments and empty lines from the beginning on. */
const LEADING = /^(?:#[^\n]*\n|[^\S\n]*\n)*/

/** Whether more text could change what is a comment. */
function isUndecided(held: string): boolean {
  if (held.length > MOST_HELD) return false
  const rest = held.slice(LEADING.exec(held)![0].length)
  if (rest === '' || rest.startsWith('#')) return true
  return rest.length < held.length && !rest.includes('\n')
}

function commentsOf(held: string): string {
  const [leading] = LEADING.exec(held)!
  const lines = leading.split(/(?<=\n)/).filter((line) => line !== '')
  const last = lines.findLastIndex((line) => line.startsWith('#'))
  if (last === -1) return ''
  const [below = ''] = held.slice(leading.length).split('\n', 1)
  const isHeader = below !== '' && isHeaderOf(lines[last]!, below)
  return lines.slice(0, isHeader ? last : last + 1).join('')
}

function isHeaderOf(line: string, below: string): boolean {
  return [',', ';', '\t'].some((delimiter) => {
    const cells = below.split(delimiter)
    const isAsLong = cells.length > 1 && line.split(delimiter).length === cells.length
    return isAsLong && cells.some((cell) => /^\s*["']?[-+.]?\d/.test(cell))
  })
}
