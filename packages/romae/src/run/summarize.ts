import { join } from 'node:path'
import { writeJson } from '../write-file.ts'
import { figureLines } from './figure-lines.ts'
import { type Spread, spreadOf } from './seeds.ts'
import type { Session } from './session.ts'

/** What one seed gave. */
export interface SeedResult {
  readonly seed: number
  /** What is compared and averaged, by name. */
  readonly figures: Readonly<Record<string, number>>
  /** Where figures lie that other samples would have given, by the same names; null, or left out, where that is not known. */
  readonly intervals?: Readonly<Record<string, readonly [lower: number, upper: number]>> | null
  /** Everything else that is worth keeping, as plain JSON. */
  readonly metrics: unknown
}

/**
 * Shows each figure's mean and standard deviation over seeds, and writes them with the single ones to `results.json`.
 *
 * @param more further fields of that file, as plain JSON
 * @param over what differs from run to run
 */
export async function summarize(
  folder: string,
  results: readonly SeedResult[],
  session: Session,
  more: Readonly<Record<string, unknown>> = {},
  over: 'seeds' | 'folds' = 'seeds',
): Promise<void> {
  const names = Object.keys(results[0]!.figures)
  const spreads = names.map((name): [string, Spread] => [name, spreadOf(results.map(({ figures }) => figures[name]!))])
  if (results.length > 1) session.say(`\nmean and standard deviation over ${results.length} ${over}`)
  const intervals = results.length === 1 ? (results[0]!.intervals ?? null) : null
  for (const line of figureLines(spreads, intervals)) session.say(line)
  const record = { command: session.command, figures: Object.fromEntries(spreads), runs: results, ...more }
  await writeJson(join(folder, 'results.json'), record)
}
