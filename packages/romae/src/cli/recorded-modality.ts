import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseJson } from '@romae/internal/json'
import { readText } from '../read-text.ts'

/**
 * What `--modality` was where a run was made, as its record of sessions says; null where it does not. It is there to be shown: runs come
 * from strangers, with files beside them, so that nobody imports what it names but by naming it again.
 *
 * @param run the folder of a run, or of the model in it
 */
export async function recordedModality(run: string): Promise<string | null> {
  const records = [run, dirname(run)].map((folder) => join(folder, 'environment.json'))
  const record = records.find((path) => existsSync(path))
  if (record === undefined) return null
  try {
    const sessions = parseJson(await readText(record)) as readonly { readonly command?: unknown }[]
    const command = String(sessions.at(-1)?.command)
    const [, quoted, bare] = / --modality[ =](?:'([^']+)'|([^\s']+))/.exec(command) ?? []
    return quoted ?? bare ?? null
  } catch {
    // It is only for a message, which does without.
    return null
  }
}
