import { readTextFile } from '@romae/internal/files'

/** An address as it was found. */
export interface FoundIndex {
  readonly address: string
  /** Who names it: a variable, a file, an option. */
  readonly source: string
}

/** Of a configuration file: a few lines. */
const MAX_BYTES = 2 ** 20

/** The first of some configuration files that names an index; those that cannot be read are as if they were not there. */
export async function firstIndex(
  files: readonly string[],
  indexOf: (text: string) => string | undefined,
): Promise<FoundIndex | null> {
  for (const source of files) {
    const text = await readTextFile(source, MAX_BYTES).catch(() => null)
    const address = text === null ? undefined : indexOf(text)
    if (address !== undefined) return { address, source }
  }
  return null
}
