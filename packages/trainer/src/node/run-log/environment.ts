import os from 'node:os'
import { join } from 'node:path'
import { readTextFile } from '@romae/internal/files'
import { parseJson } from '@romae/internal/json'
import { mostTextBytes } from '../../model/most-bytes.ts'

export const environmentFile = 'environment.json'

/** What a session says of itself, besides what the process knows. */
export interface SessionDetails {
  /** The step of the checkpoint that it went on from; null: it started the run. */
  readonly resumedAfter: number | null
  readonly [field: string]: unknown
}

/**
 * What `environment.json` is to hold: a list of sessions, one for each start and each resume. One that starts the run
 * begins the list anew.
 */
export async function sessions(folder: string, details: SessionDetails): Promise<readonly unknown[]> {
  const earlier = details.resumedAfter === null ? [] : await readSessions(join(folder, environmentFile))
  const session = {
    started: new Date().toISOString(),
    ...details,
    platform: `${process.platform} ${process.arch}`,
    processor: os.cpus()[0]?.model ?? 'unknown',
    cores: os.availableParallelism(),
  }
  return [...earlier, session]
}

/** A list that is missing or damaged says nothing that a run depends on: it begins anew. */
async function readSessions(path: string): Promise<readonly unknown[]> {
  try {
    const list = parseJson(await readTextFile(path, mostTextBytes))
    return Array.isArray(list) ? list : []
  } catch {
    return []
  }
}
