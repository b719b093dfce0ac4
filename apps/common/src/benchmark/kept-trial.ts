import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseJson } from '@romae/internal/json'
import { appErrors as errors, readText, writeJson } from 'romae'
import type { Outcome, Trial, TrialPlace } from './benchmark.ts'

/** Whatever decides an outcome: plain JSON. */
export type OutcomeKey = Readonly<Record<string, unknown>>

/**
 * A trial that is no training of ours: it runs at once or not at all. With `--resume`, one that is done is not run again.
 *
 * @param key what the outcome depends on
 */
export function keptTrial(key: OutcomeKey, run: (place: TrialPlace) => Promise<Outcome>): Trial {
  return {
    plans: async () => [],
    async run(place) {
      const path = join(place.folder, 'outcome.json')
      if (place.options.resume && existsSync(path)) return keptIn(path, place.folder, key)
      const outcome = await run(place)
      await writeJson(path, { key, outcome })
      return outcome
    },
  }
}

/** @throws RomaeError `APP_OTHER_RUN` for the outcome of something else, `APP_SAVED_SETTINGS` for what is none */
async function keptIn(path: string, folder: string, key: OutcomeKey): Promise<Outcome> {
  const kept = parseJson(await readText(path)) as { readonly key?: OutcomeKey; readonly outcome?: Outcome } | null
  if (typeof kept?.key !== 'object' || typeof kept.outcome?.figures !== 'object') {
    throw errors.APP_SAVED_SETTINGS({ path, reason: 'it is no outcome of a method with what it depends on' })
  }
  for (const what of new Set([...Object.keys(kept.key), ...Object.keys(key)])) {
    const [before, now] = [kept.key, key].map((one) => JSON.stringify(one[what]) ?? 'absent') as [string, string]
    if (before !== now) throw errors.APP_OTHER_RUN({ folder, what, before, now })
  }
  return kept.outcome
}
