import { join } from 'node:path'
import type { PretrainedModel } from '@romae/trainer/node'
import { figuresOf } from '../modality/evaluate-set.ts'
import { type ResultRow, resultRow } from '../results/result-row.ts'
import { resultsTable } from '../results/results-page.ts'
import { saveResults } from '../results/save-results.ts'
import { type SeedRun, spreadOf } from '../run/seeds.ts'
import type { Session } from '../run/session.ts'
import { writeFile, writeJson } from '../write-file.ts'
import { comparisonReport } from './comparison-report.ts'
import type { ComparisonText } from './comparison-text.ts'
import type { Method } from './method.ts'
import type { MethodSummary } from './method-summary.ts'
import { type Comparison, type MethodResult, runMethod } from './run-method.ts'

const protocol = 'Test split, last model, in evaluation mode; no model is chosen on the test split.'

/**
 * Runs every method with every seed, and writes `report.html` and `results.json` to the folder, and what is to be kept,
 * `<name>.json` and `<name>.md`, to `kept` where there is one.
 */
export async function compareMethods<Sample>(
  comparison: Comparison<Sample>,
  methods: readonly Method[],
  runs: readonly SeedRun[],
  { folder, kept, text }: { readonly folder: string; readonly kept: string | null; readonly text: ComparisonText },
): Promise<MethodSummary[]> {
  const { session, splits } = comparison
  const results = new Map(methods.map((method): [Method, MethodResult[]] => [method, []]))
  for (const run of runs) {
    const pretrainings = new Map<string, PretrainedModel>()
    for (const method of methods) {
      const result = await runMethod(comparison, method, run, pretrainings)
      results.get(method)!.push(result)
      session.say(`${run.prefix}${method.name}: accuracy ${figuresOf(result.evaluation).accuracy!.toFixed(4)}`)
    }
  }
  const summaries = [...results].map(([method, found]): MethodSummary => {
    const figures = found.map(({ evaluation }) => figuresOf(evaluation))
    const names = Object.keys(figures[0]!)
    const spreads = names.map((name) => [name, spreadOf(figures.map((one) => one[name]!))] as const)
    return { method, results: found, spreads: Object.fromEntries(spreads) }
  })
  const record = {
    experiment: text.name,
    command: session.command,
    engine: session.engine.info,
    samples: { train: splits.train.samples.length, test: splits.test.samples.length },
    seeds: runs.map(({ seed }) => seed),
    methods: summaries.map(({ method, spreads, results }) => ({
      ...method,
      figures: spreads,
      runs: results.map(({ seed, evaluation }) => ({ seed, ...evaluation.metrics })),
    })),
  }
  await writeJson(join(folder, 'results.json'), record)
  await writeFile(join(folder, 'report.html'), await comparisonReport(comparison, summaries, runs.at(-1)!, text))
  const rows = summaries.flatMap((summary) => rowsOf(summary, text, session))
  session.say(`\n${resultsTable(rows)}\n`)
  if (kept !== null)
    await saveResults(kept, { name: text.name, title: text.title, notes: [text.about, protocol] }, rows)
  return summaries
}

/** Accuracy and macro F1 of a method. */
function rowsOf(
  { method, results }: MethodSummary,
  { name, published }: ComparisonText,
  session: Session,
): readonly ResultRow[] {
  const value = published?.values[method.name]
  return ['accuracy', 'macro F1'].map((metric) =>
    resultRow(
      {
        experiment: `${name}/${method.key}`,
        metric,
        label: method.name,
        results: results.map(({ seed, evaluation }) => ({ seed, value: figuresOf(evaluation)[metric]! })),
        ...(value !== undefined && metric === 'macro F1' && { published: { [published!.title]: value } }),
      },
      session,
    ),
  )
}
