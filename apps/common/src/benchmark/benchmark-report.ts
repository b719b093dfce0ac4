import { renderReport, type Section } from '@romae/report'
import type { ResultRow } from '../results/result-row.ts'
import { formatResult, type ResultsText } from '../results/results-page.ts'

/** A benchmark as one HTML page: the table with what is published beside, then what the last seed has to show. */
export function benchmarkReport(
  { title, notes }: ResultsText,
  rows: readonly ResultRow[],
  sections: readonly Section[],
  command: string,
): string {
  const others = [...new Set(rows.flatMap(({ published }) => Object.keys(published ?? {})))]
  return renderReport({
    title,
    subtitle: `seeds ${rows[0]?.seeds.join(', ') ?? ''}`,
    sections: [
      {
        kind: 'table',
        heading: 'Results',
        caption: notes.join(' '),
        columns: ['experiment', 'metric', 'here', ...others].map((label) => ({ label })),
        rows: rows.map((row) => [
          row.label ?? row.experiment,
          row.metric,
          formatResult(row),
          ...others.map((name) => row.published?.[name] ?? ''),
        ]),
      },
      ...sections,
      { kind: 'code', heading: 'Command', code: command },
    ],
  })
}
