import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { visible } from '@romae/internal/errors'
import { type Case, Skipped, type Workplace } from './case.ts'
import { runCommand } from './command.ts'
import { commandHost } from './command-host.ts'

/** What came of the cases of a suite. */
export interface SuiteResult {
  /** A line for each case, in order: `held`, `skipped` or `FAILED`, its name, and a figure or the reason. */
  readonly lines: readonly string[]
  readonly held: number
  readonly skipped: number
  /** `name: what was found`, one line each. */
  readonly failures: readonly string[]
}

/**
 * Tries cases one after the other, each in an empty folder of its own.
 *
 * @param wanted tries only the cases whose names hold this text; default all
 */
export async function runCases(cases: readonly Case[], wanted = ''): Promise<SuiteResult> {
  const lines: string[] = []
  const failures: string[] = []
  const host = commandHost()
  const run: Workplace['runIn'] = (folder, app, ...words) =>
    app === 'quickstart' ? runCommand(folder, app, words) : host.run(folder, app, words)
  let [held, skipped] = [0, 0]
  for (const { name, try: tryIt } of cases.filter(({ name }) => name.includes(wanted))) {
    const folder = await mkdtemp(path.join(tmpdir(), 'romae-case-'))
    const started = performance.now()
    const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`
    try {
      const remark = await tryIt({
        folder,
        run: (...command) => run(folder, ...command),
        runIn: run,
        runAlone: (app, ...words) => runCommand(folder, app, words),
      })
      held += 1
      lines.push(`held     ${name}${remark === undefined ? '' : `: ${remark}`} (${seconds()})`)
    } catch (error) {
      // Of what a command printed, which is what such a case is about.
      const reason = visible(error instanceof Error ? error.message : String(error))
      if (error instanceof Skipped) skipped += 1
      else failures.push(`${name}: ${reason}`)
      lines.push(`${error instanceof Skipped ? 'skipped' : 'FAILED '}  ${name}: ${reason} (${seconds()})`)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
  await host.close().catch((error: Error) => {
    failures.push(visible(error.message))
    lines.push(`FAILED   ${visible(error.message)}`)
  })
  return { lines, held, skipped, failures }
}
