import { formatDuration, formatSpread } from 'romae'
import type { ResultRow } from './result-row.ts'

/** Title and notes of a page of results. */
export interface ResultsText {
  /** Names the files: `uea`. */
  readonly name: string
  readonly title: string
  /** Paragraphs that say what the figures are: data, protocol, units. */
  readonly notes: readonly string[]
  /**
   * `long`, the default: a row a figure, published ones beside it. `wide`: a row an experiment, its metrics side by side, and a table for all
   * that are measured alike.
   */
  readonly layout?: 'long' | 'wide'
}

/** Rows as a table in Markdown, with a column for everyone who published such figures, or for every metric. */
export function resultsTable(rows: readonly ResultRow[], { layout }: Pick<ResultsText, 'layout'> = {}): string {
  if (layout === 'wide')
    return measuredAlike(rows)
      .map((own) => markdownTable(wideTable(own)))
      .join('\n\n')
  const others = [...new Set(rows.flatMap(({ published }) => Object.keys(published ?? {})))]
  const header = ['experiment', 'metric', 'here', 'seeds', ...others]
  const cells = rows.map(({ experiment, label, metric, seeds, published, ...spread }) => [
    label === undefined ? experiment : `${label} (${experiment})`,
    metric,
    formatResult(spread),
    seeds.join(', '),
    ...others.map((name) => published?.[name] ?? ''),
  ])
  return markdownTable([header, ...cells])
}

/** The rows of experiments whose first metric is the same. */
function measuredAlike(rows: readonly ResultRow[]): readonly (readonly ResultRow[])[] {
  const first = new Map<string, string>()
  for (const { experiment, metric } of rows) if (!first.has(experiment)) first.set(experiment, metric)
  const metrics = [...new Set(first.values())]
  return metrics.map((metric) => rows.filter(({ experiment }) => first.get(experiment) === metric))
}

/** A row for each experiment, a column for each metric; the first row has their names. */
export function wideTable(rows: readonly ResultRow[]): string[][] {
  const metrics = [...new Set(rows.map(({ metric }) => metric))]
  const experiments = [...new Set(rows.map(({ experiment }) => experiment))]
  const cells = experiments.map((experiment) => {
    const own = rows.filter((row) => row.experiment === experiment)
    const figures = metrics.map((metric) => own.find((row) => row.metric === metric))
    const { label, seeds } = own[0]!
    return [
      label ?? experiment,
      ...figures.map((row) => (row === undefined ? '' : formatResult(row))),
      seeds.join(', '),
    ]
  })
  return [['experiment', ...metrics, 'seeds'], ...cells]
}

function markdownTable([header, ...cells]: readonly string[][]): string {
  const lines = [header!, header!.map(() => '---'), ...cells]
  return lines.map((line) => `| ${line.map(escapeCell).join(' | ')} |`).join('\n')
}

/** A bar would end the cell: `|error|`. */
function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|')
}

/** A page in Markdown: notes, the table, and how each row was made. */
export function resultsPage({ title, notes, layout = 'long' }: ResultsText, rows: readonly ResultRow[]): string {
  const origins = rows.map(
    (row) => `- ${row.experiment}: \`${row.command}\` (${formatTime(row)}; ${row.machine}; ${row.date})`,
  )
  const over = 'Mean and standard deviation over the seeds.'
  return `${[`# ${title}`, ...notes, over, resultsTable(rows, { layout }), [...new Set(origins)].join('\n')].join('\n\n')}\n`
}

/** How long the command took; of a resumed one, also how long all training steps did. */
export function formatTime({ command, seconds, trainingSeconds }: ResultRow): string {
  const time = formatDuration(1000 * seconds)
  if (!command.split(' ').includes('--resume')) return time
  const steps = trainingSeconds === undefined ? '' : `, ${formatDuration(1000 * trainingSeconds)} of steps in all`
  return `${time} since it was resumed${steps}`
}

/** Small figures keep three digits: `0.00312 ± 0.00021`; tiny ones are written `1.7e-7 ± 3.0e-8`. */
export function formatResult({ mean, std }: Pick<ResultRow, 'mean' | 'std'>): string {
  const size = Math.abs(mean)
  if (size > 0 && size < 1e-4) {
    const tiny = mean.toExponential(1)
    return std === null ? tiny : `${tiny} ± ${std.toExponential(1)}`
  }
  const digits = size > 0 ? Math.ceil(-Math.log10(size)) : 0
  return formatSpread({ mean, std }, Math.max(2, digits + 3))
}
