/** Endings that say that a file is compressed. */
const COMPRESSED = /\.(?:gz|zst)$/i

/** The parts of a file's name. */
export interface SplitName {
  /** Without folder and endings. */
  readonly stem: string
  /** With its dot, in small letters: `.csv` of `data.csv.gz`, empty where there is none. */
  readonly ending: string
  /** `.gz` or `.zst`, empty where it is not compressed. */
  readonly compression: string
}

/** What a file is called: of a compressed file the ending is that of what it holds. */
export function splitName(path: string): SplitName {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
  const compression = COMPRESSED.exec(name)?.[0] ?? ''
  const whole = compression.length === name.length ? name : name.slice(0, name.length - compression.length)
  const dot = whole.lastIndexOf('.')
  const [stem, ending] = dot < 1 || whole === '..' ? [whole, ''] : [whole.slice(0, dot), whole.slice(dot)]
  return { stem, ending: ending.toLowerCase(), compression: compression.toLowerCase() }
}
