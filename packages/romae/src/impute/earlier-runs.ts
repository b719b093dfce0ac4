import { join } from 'node:path'
import { parseJson } from '@romae/internal/json'
import { readText } from '../read-text.ts'
import { EARLIER } from './held-out-pattern.ts'

/**
 * `EARLIER` where a run that is gone on with was begun by a version without patterns, whose draws it needs; else null. The checks
 * of a resume find all else that may be wrong with the folder.
 */
export async function recordedPattern(folder: string): Promise<string | null> {
  const text = await readText(join(folder, 'config.json')).catch(() => null)
  if (text === null) return null
  let config: unknown
  try {
    config = parseJson(text)
  } catch {
    return null
  }
  const { experiment } = (config ?? {}) as { experiment?: { data?: { heldOut?: unknown; heldOutPattern?: unknown } } }
  const { heldOut, heldOutPattern = EARLIER } = experiment?.data ?? {}
  return heldOut !== undefined && heldOutPattern === EARLIER ? EARLIER : null
}
