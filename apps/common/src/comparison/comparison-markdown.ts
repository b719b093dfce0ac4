import { formatSpread } from '../run/seeds.ts'
import type { ComparisonText, MethodSummary } from './compare-methods.ts'

/** The comparison as a page of Markdown: what was compared, the table, the command. */
export function comparisonMarkdown(
  summaries: readonly MethodSummary[],
  { title, about, published }: ComparisonText,
  command: string,
): string {
  const seeds = summaries[0]!.results.map(({ seed }) => seed)
  const header = ['method', 'labels', 'accuracy', 'macro F1', ...(published ? [published.title] : [])]
  const rows = summaries.map(({ method, spreads }) => [
    method.name,
    `${Math.round(100 * method.labels)} %`,
    formatSpread(spreads.accuracy!),
    formatSpread(spreads['macro F1']!),
    ...(published ? [published.values[method.name] ?? ''] : []),
  ])
  const table = [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
  const over = seeds.length === 1 ? `Seed ${seeds[0]}.` : `Mean and standard deviation over seeds ${seeds.join(', ')}.`
  return [`# ${title}`, about, `${over} Test split, last model.`, table.join('\n'), `Made by \`${command}\`.`, ''].join(
    '\n\n',
  )
}
