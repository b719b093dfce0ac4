import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { parseJson } from '@romae/internal/json'
import { errors } from '../errors.ts'
import { readText } from '../read-text.ts'
import type { RunOptions } from '../run/run-options.ts'
import { writeJson } from '../write-file.ts'
import type { Round } from './halving.ts'
import type { SearchRange } from './search-space.ts'

const recordFile = 'tune.json'

/** What decides a search besides its files: the same plan draws and drops the same trials. */
export interface TunePlan {
  readonly trials: number
  readonly seed: number
  readonly metric: string
  readonly space: readonly SearchRange[]
  readonly rounds: readonly Round[]
}

/**
 * Begins a search in a folder, or goes on with one.
 *
 * @throws RomaeError `APP_FOLDER_IN_USE` for a search that has not ended with neither `resume` nor `overwrite`, `APP_OTHER_RUN` for a
 *   resume of another one, `APP_NOTHING_TO_RESUME`, `APP_SAVED_SETTINGS`
 */
export async function beginTuning(
  folder: string,
  plan: TunePlan,
  { resume, overwrite }: Pick<RunOptions, 'resume' | 'overwrite'>,
): Promise<void> {
  const path = join(folder, recordFile)
  const before = existsSync(path) ? await readRecord(path) : null
  if (resume && before === null) throw errors.APP_NOTHING_TO_RESUME({ folder })
  if (before !== null && resume) requireSamePlan(folder, before.plan, plan)
  if (before !== null && !before.isOver && !resume && !overwrite) {
    throw errors.APP_FOLDER_IN_USE({ folder, training: path })
  }
  if (!resume) await writeJson(path, { plan, isOver: false })
}

/** Notes that a search has ended. */
export async function endTuning(folder: string, plan: TunePlan): Promise<void> {
  await writeJson(join(folder, recordFile), { plan, isOver: true })
}

interface TuneRecord {
  readonly plan: TunePlan
  readonly isOver: boolean
}

async function readRecord(path: string): Promise<TuneRecord> {
  const reason = 'it is no record of a search'
  try {
    const record = parseJson(await readText(path)) as Partial<TuneRecord> | null
    if (typeof record?.plan === 'object' && typeof record.isOver === 'boolean') return record as TuneRecord
  } catch (cause) {
    throw errors.APP_SAVED_SETTINGS({ path, reason: (cause as Error).message }, cause)
  }
  throw errors.APP_SAVED_SETTINGS({ path, reason })
}

function requireSamePlan(folder: string, before: TunePlan, now: TunePlan): void {
  for (const key of Object.keys(now) as (keyof TunePlan)[]) {
    if (isDeepStrictEqual(before[key], JSON.parse(JSON.stringify(now[key])))) continue
    const [was, is] = [before[key], now[key]].map((value) => JSON.stringify(value) ?? 'nothing') as [string, string]
    throw errors.APP_OTHER_RUN({ folder, what: key, before: was, now: is })
  }
}
