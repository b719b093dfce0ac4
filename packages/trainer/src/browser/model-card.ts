import { utf8 } from '../model/model-files.ts'
import { cardFile, isAsGenerated } from '../model/saved-card.ts'
import { readFile, writeFile } from './folder.ts'
import type { DirectoryHandle } from './web-types.ts'

/** Writes a model's card into its folder in the browser; one that somebody has written into is left as it is. */
export async function putCard(folder: DirectoryHandle, text: string): Promise<void> {
  const found = await readFile(folder, cardFile)
  const before = found === null ? null : new TextDecoder().decode(found)
  if (before === text || (before !== null && !isAsGenerated(before))) return
  await writeFile(folder, cardFile, [utf8(text)])
}
