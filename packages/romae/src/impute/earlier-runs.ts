import { join } from 'node:path'
import { parseJson } from '@romae/internal/json'
import { readText } from '../read-text.ts'
import { EARLIER } from './held-out-pattern.ts'

/** What a run that is gone on with was begun with, where a new one would have something else. */
interface Recorded {
  /** `EARLIER` of a version without patterns, whose draws it needs. */
  readonly heldOutPattern: string | null
  /** 0 of a version that simulated no series. */
  readonly simulated: number | null
  /** A half, of a version that knew no other. */
  readonly maskRatio: number | null
  /** `none` of a version whose tokenizers had no estimate. */
  readonly estimate: 'none' | null
}

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
