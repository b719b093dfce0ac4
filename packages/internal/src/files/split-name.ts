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

/** A file and, of an archive of arrays, which of them is meant: `['data.npz', 'X']` of `data.npz#X`. */
export function splitPart(path: string): readonly [file: string, part?: string] {
  const at = path.toLowerCase().lastIndexOf('.npz#')
  return at === -1 ? [path] : [path.slice(0, at + '.npz'.length), path.slice(at + '.npz#'.length)]
}

/** What a file is called: of a compressed file the ending is that of what it holds. */
export function splitName(whole: string): SplitName {
  const [path] = splitPart(whole)
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
  const compression = COMPRESSED.exec(name)?.[0] ?? ''
  const plain = compression.length === name.length ? name : name.slice(0, name.length - compression.length)
  const dot = plain.lastIndexOf('.')
  const [stem, ending] = dot < 1 || plain === '..' ? [plain, ''] : [plain.slice(0, dot), plain.slice(dot)]
  return { stem, ending: ending.toLowerCase(), compression: compression.toLowerCase() }
}
