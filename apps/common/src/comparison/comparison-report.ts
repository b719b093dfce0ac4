import { join } from 'node:path'
import { renderReport, type Section, trainingSections } from '@romae/report'
import { readMetrics } from '@romae/trainer/node'
import { evaluationSections } from '../report/evaluation-sections.ts'
import { runFacts } from '../report/run-facts.ts'
import { formatSpread, type SeedRun } from '../run/seeds.ts'
import type { ComparisonText } from './comparison-text.ts'
import type { MethodSummary } from './method-summary.ts'
import type { Comparison } from './run-method.ts'

/** The table of all methods; then of the first one, with the last seed: pictures, confusion matrix, curves. */
export async function comparisonReport<Sample>(
  { modality, splits, session }: Comparison<Sample>,
  summaries: readonly MethodSummary[],
  { seed, folder }: SeedRun,
  { title, about }: ComparisonText,
): Promise<string> {
  const { method, results } = summaries[0]!
  const { evaluation, pretrained } = results.at(-1)!
  const spread = (summary: MethodSummary, figure: string) => {
    const found = summary.spreads[figure]!
    return { text: formatSpread(found), value: found.mean }
  }
  const table: Section = {
    kind: 'table',
    heading: 'Methods',
    caption: `Test split, ${splits.test.samples.length} ${modality.samples}; the best of each column is marked.`,
    columns: [
      { label: 'method' },
      { label: 'labels' },
      { label: 'accuracy', best: 'highest' },
      { label: 'macro F1', best: 'highest' },
    ],
    rows: summaries.map((summary) => [
      summary.method.name,
      `${Math.round(100 * summary.method.labels)} %`,
      spread(summary, 'accuracy'),
      spread(summary, 'macro F1'),
    ]),
  }
  const sections: Section[] = [table]
  if (pretrained !== null) {
    const tokenizer = modality.restore(pretrained.tokenizer)
    const { experiment } = method
    const context = { model: pretrained, tokenizer, set: splits.test, experiment, engine: session.engine, seed }
    sections.push(...((await modality.reconstructions?.(context)) ?? []))
    const events = await readMetrics(join(folder, `pretraining-${method.pretraining}`))
    sections.push(...trainingSections(events, { name: 'Pre-training' }))
  }
  sections.push(...evaluationSections(evaluation, splits.test, `test split: ${method.name}`))
  const events = await readMetrics(join(folder, method.key))
  const facts = await runFacts(join(folder, method.key), `The fine-tuning of ${method.name}`)
  sections.push(...trainingSections(events, { name: 'Fine-tuning' }), ...facts)
  return renderReport({ title, subtitle: about, sections })
}
