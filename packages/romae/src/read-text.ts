import { readTextFile } from '@romae/internal/files'

/** The most bytes of a file of a run, such as its settings: ours have some kB. */
const MOST_BYTES = 2 ** 26

/** The text of a file of a run, which somebody else may have made. @throws Error for what is too large or no file */
export function readText(path: string): Promise<string> {
  return readTextFile(path, MOST_BYTES)
}
