import { renderReport, type Section } from '@romae/report'
import type { ResultRow } from '../results/result-row.ts'
import { formatResult, formatTime, type ResultsText, wideTable } from '../results/results-page.ts'

/** A benchmark as one HTML page: the table with what is published beside, then what the last seed has to show. */
export function benchmarkReport(
  { title, notes, layout }: ResultsText,
  rows: readonly ResultRow[],
  sections: readonly Section[],
  command: string,
): string {
  const [header, ...cells] = layout === 'wide' ? wideTable(rows) : longTable(rows)
  return renderReport({
    title,
    ...(rows[0] !== undefined && { subtitle: subtitleOf(rows[0]) }),
    sections: [
      {
        kind: 'table',
        heading: 'Results',
        columns: header!.map((label) => ({ label })),
        rows: cells.map((row) => row.map((cell, column) => (isFigure(header![column]!) ? unbroken(cell) : cell))),
      },
      { kind: 'text', heading: 'What was measured', text: notes.map(withoutMarkdown).join('\n\n') },
      ...sections,
      { kind: 'code', heading: 'Command', code: command },
    ],
  })
}

/** Names may be broken into lines, figures not. */
function isFigure(column: string): boolean {
  return column !== 'experiment' && column !== 'metric'
}

/** A row for each figure, with a column for everyone who published such figures. */
function longTable(rows: readonly ResultRow[]): string[][] {
  const others = [...new Set(rows.flatMap(({ published }) => Object.keys(published ?? {})))]
  const cells = rows.map((row) => [
    row.label ?? row.experiment,
    row.metric,
    formatResult(row),
    ...others.map((name) => row.published?.[name] ?? ''),
  ])
  return [['experiment', 'metric', 'here', ...others], ...cells]
}

function subtitleOf(row: ResultRow): string {
  const { seeds, machine, date } = row
  const which =
    seeds.length === 1 ? `Seed ${seeds[0]}` : `Mean and standard deviation over the seeds ${seeds.join(', ')}`
  return `${which}; ${formatTime(row)} on ${machine}; ${date}`
}

/** `7.26 ± 0.41` stays on one line. */
function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0')
}

/** Notes are written for Markdown; a report shows text as it is. */
function withoutMarkdown(note: string): string {
  return note.replaceAll(/`([^`]+)`/g, '“$1”')
}
