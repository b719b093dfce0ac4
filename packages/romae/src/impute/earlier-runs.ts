import { join } from 'node:path'
import { parseJson } from '@romae/internal/json'
import { readText } from '../read-text.ts'
import { EARLIER } from './held-out-pattern.ts'
import type { Recorded } from './plan-training.ts'

const NOTHING: Recorded = { heldOutPattern: null, simulated: null, maskRatio: null, estimate: null }

/** The checks of a resume find all else that may be wrong with the folder. */
export async function recordedData(folder: string): Promise<Recorded> {
  const text = await readText(join(folder, 'config.json')).catch(() => null)
  if (text === null) return NOTHING
  let config: unknown
  try {
    config = parseJson(text)
  } catch {
    return NOTHING
  }
  const { data } = ((config ?? {}) as { experiment?: { data?: Record<string, unknown> } }).experiment ?? {}
  if (data?.heldOut === undefined) return NOTHING
  const { heldOutPattern = EARLIER, simulated = 0 } = data
  const isEarlier = data.simulated === undefined
  return {
    heldOutPattern: heldOutPattern === EARLIER ? EARLIER : null,
    simulated: simulated === 0 ? 0 : null,
    maskRatio: isEarlier ? 0.5 : null,
    estimate: data.estimate === undefined ? 'none' : null,
  }
}
