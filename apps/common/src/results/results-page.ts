import { formatSpread } from '../run/seeds.ts'
import { formatDuration } from '../terminal/format-duration.ts'
import type { ResultRow } from './result-row.ts'

/** Title and notes of a page of results. */
export interface ResultsText {
  /** Names the files: `uea`. */
  readonly name: string
  readonly title: string
  /** Paragraphs that say what the figures are: data, protocol, units. */
  readonly notes: readonly string[]
}

/** Rows as a table in Markdown, with a column for everyone who published such figures. */
export function resultsTable(rows: readonly ResultRow[]): string {
  const others = [...new Set(rows.flatMap(({ published }) => Object.keys(published ?? {})))]
  const header = ['experiment', 'metric', 'here', 'seeds', ...others]
  const cells = rows.map(({ experiment, label, metric, seeds, published, ...spread }) => [
    label === undefined ? experiment : `${label} (${experiment})`,
    metric,
    formatResult(spread),
    seeds.join(', '),
    ...others.map((name) => published?.[name] ?? ''),
  ])
  return [header, header.map(() => '---'), ...cells].map((line) => `| ${line.join(' | ')} |`).join('\n')
}

/** A page in Markdown: notes, the table, and how each row was made. */
export function resultsPage({ title, notes }: ResultsText, rows: readonly ResultRow[]): string {
  const origins = rows.map(({ experiment, command, seconds, machine, date }) => {
    return `- ${experiment}: \`${command}\` (${formatDuration(1000 * seconds)}; ${machine}; ${date})`
  })
  const over = 'Mean and standard deviation over the seeds.'
  return `${[`# ${title}`, ...notes, over, resultsTable(rows), [...new Set(origins)].join('\n')].join('\n\n')}\n`
}

/** Small figures keep three digits: `0.00312 ± 0.00021`. */
function formatResult({ mean, std }: Pick<ResultRow, 'mean' | 'std'>): string {
  const digits = Math.abs(mean) > 0 ? Math.ceil(-Math.log10(Math.abs(mean))) : 0
  return formatSpread({ mean, std }, Math.min(12, Math.max(2, digits + 3)))
}
