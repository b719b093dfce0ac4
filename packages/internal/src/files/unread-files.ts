/** How many endings are named. */
const MOST_ENDINGS = 5

/** Collects the files of folders that are there and not read. */
export class UnreadFiles {
  readonly #files: string[] = []

  readonly add = (file: string): void => {
    this.#files.push(file)
  }

  /** What the user should know of them, for the folder that they are in. Begins the count anew. */
  notes(folder: string): readonly string[] {
    const files = this.#files.splice(0)
    if (files.length === 0) return []
    const counts = new Map<string, number>()
    for (const file of files) counts.set(kindOf(file), (counts.get(kindOf(file)) ?? 0) + 1)
    const kinds = [...counts].sort(([, a], [, b]) => b - a).map(([kind, count]) => `${count} ${kind}`)
    const shown = kinds.length > MOST_ENDINGS ? [...kinds.slice(0, MOST_ENDINGS), '…'] : kinds
    const verb = files.length === 1 ? 'entry is' : 'entries are'
    return [`${folder}: ${files.length} ${verb} not read: ${shown.join(', ')} (such as ${JSON.stringify(files[0])})`]
  }
}

/** A folder, by the slash at its end, or the ending of a file's name. */
function kindOf(file: string): string {
  if (file.endsWith('/')) return 'folder'
  return extensionOf(file) || 'without an ending'
}

/**
 * The ending of a file's name in small letters, with its dot; empty where there is none. As `extname` of Node, which browsers do
 * not have.
 */
export function extensionOf(file: string): string {
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1)
  const dot = name.lastIndexOf('.')
  return dot < 1 || name === '..' ? '' : name.slice(dot).toLowerCase()
}
