import { join } from 'node:path'
import { renderReport, type Section, type TableCell } from '@romae/report'
import { writeFile } from '../write-file.ts'
import type { Round } from './halving.ts'

/** A trial with what it reached in each round that it was in. */
export interface TrialResult {
  readonly trial: number
  /** As `--set` takes them. */
  readonly settings: readonly string[]
  readonly scores: readonly number[]
}

/** What is shown of a search. */
export interface TuneReport {
  readonly samples: string
  readonly subtitle: string
  readonly metric: string
  readonly isHigherBetter: boolean
  readonly keys: readonly string[]
  readonly rounds: readonly Round[]
  readonly unit: 'epochs' | 'steps'
  readonly results: readonly TrialResult[]
  /** What is to be said of samples that no trial has seen. */
  readonly unseen: string
  readonly command: string
}

/** Writes `report.html`: the trials, best first, and the metric by each number that was searched. */
export async function writeTuneReport(folder: string, report: TuneReport): Promise<void> {
  const { samples, subtitle, metric, isHigherBetter, keys, rounds, unit, results, unseen, command } = report
  const best = isHigherBetter ? ('highest' as const) : ('lowest' as const)
  const columns = [
    { label: 'trial' },
    ...keys.map((label) => ({ label })),
    ...rounds.map(({ length }) => ({ label: `${metric}, ${length} ${unit}`, best })),
  ]
  const rows = results.map(({ trial, settings, scores }): TableCell[] => [
    trial === 0 ? '0 (as it is)' : String(trial),
    ...keys.map((key) => settingOf(settings, key) ?? ''),
    ...rounds.map((_, round) => finite(scores[round])),
  ])
  const sections: Section[] = [
    { kind: 'table', heading: 'Trials, best first', columns, rows },
    ...keys.flatMap((key) => chartOf(key, report)),
    {
      kind: 'text',
      text:
        'All figures are of validation samples, by which trials are chosen: they are better than those of samples that nothing was chosen by. ' +
        unseen,
    },
    { kind: 'code', heading: 'To train the best one', code: command },
  ]
  const title = `Settings for ${samples}`
  await writeFile(join(folder, 'report.html'), renderReport({ title, subtitle, sections }))
}

/** The metric of the first round, in which all trials are, by the numbers of a key; none for one of words. */
function chartOf(key: string, { results, metric, rounds, unit }: TuneReport): readonly Section[] {
  const points = results.flatMap(({ settings, scores }) => {
    const x = Number(settingOf(settings, key) ?? Number.NaN)
    const y = finite(scores[0])
    return Number.isFinite(x) && y !== null ? [{ x, y }] : []
  })
  if (points.length < 2) return []
  const series = [
    { label: 'trials', style: 'points' as const, x: points.map(({ x }) => x), y: points.map(({ y }) => y) },
  ]
  const y = { label: `${metric} after ${rounds[0]!.length} ${unit}` }
  return [{ kind: 'chart', width: 'half', height: 200, x: { label: key }, y, series }]
}

function settingOf(settings: readonly string[], key: string): string | null {
  return settings.find((one) => one.startsWith(`${key}=`))?.slice(key.length + 1) ?? null
}

function finite(score: number | undefined): number | null {
  return score !== undefined && Number.isFinite(score) ? score : null
}
