import { join } from 'node:path'
import type { Modality } from '../modality/modality.ts'
import { requireResults } from '../results/save-results.ts'
import { openRuns } from '../run/open-runs.ts'
import type { RunOptions } from '../run/run-options.ts'
import { withSession } from '../run/session.ts'
import { print } from '../terminal/print.ts'
import { userPath } from '../write-file.ts'
import { compareMethods } from './compare-methods.ts'
import type { ComparisonText } from './comparison-text.ts'
import { describeMethods } from './describe-methods.ts'
import type { Method } from './method.ts'
import type { Splits } from './method-stages.ts'
import { stagesOf } from './run-method.ts'

/** The options that a command of a comparison has from `addRunOptions` and `addResultsOption`. */
export type ComparisonOptions = RunOptions & { readonly results?: string }

/** What a command that compares methods does: all of them with every seed, or, with `--dry-run`, only says what that is. */
export async function runComparison<Sample>(
  modality: Modality<Sample>,
  splits: Splits<Sample>,
  methods: readonly Method[],
  text: ComparisonText,
  options: ComparisonOptions,
): Promise<void> {
  if (options.dryRun) {
    print(await describeMethods(modality, splits, methods, options.seed))
    return
  }
  const folder = userPath(options.out ?? join('runs', modality.name, text.name))
  const kept = options.results === undefined ? null : userPath(options.results)
  await withSession(`pnpm ${modality.name}`, options, async (session) => {
    const [train, test] = [splits.train.samples.length, splits.test.samples.length]
    session.say(`${train} ${modality.samples} to train on, ${test} to test`)
    const comparison = { modality, splits, session, options }
    if (kept !== null) await requireResults(kept, text)
    const runs = await openRuns(folder, options, session, methods.flatMap(stagesOf))
    await compareMethods(comparison, methods, runs, { folder, kept, text })
    session.say(`report  ${join(folder, 'report.html')}`)
  })
}
