import { join } from 'node:path'
import type { Section } from '@romae/report'
import {
  describePlan,
  formatDuration,
  openRuns,
  ownFolder,
  print,
  type RunOptions,
  type Session,
  stageFolders,
  userPath,
  withSession,
  writeFile,
  writeJson,
} from 'romae'
import { type ResultRow, resultRow } from '../results/result-row.ts'
import { resultsTable } from '../results/results-page.ts'
import { requireResults, saveResults } from '../results/save-results.ts'
import type { Benchmark, Outcome, Variant } from './benchmark.ts'
import { benchmarkReport } from './benchmark-report.ts'
import { writeExperimentCard } from './experiment-card.ts'

/** What a command that runs a benchmark has from `addRunOptions` and `addResultsOption`. */
export type BenchmarkOptions = RunOptions & { readonly results?: string }

/**
 * Runs every variant with every seed; prints the table, with what is published beside; writes `results.json` and
 * `report.html` to the run's folder, and rows to the folder of `--results`. With `--dry-run` it only says what each run
 * would do.
 */
export async function runBenchmark(benchmark: Benchmark, options: BenchmarkOptions): Promise<void> {
  const { app, text, variants } = benchmark
  if (options.dryRun) return describe(variants, options.seed)
  const folder = userPath(options.out ?? benchmark.out)
  await withSession(app, options, async (session) => {
    const outcomes = variants.map(() => [] as { seed: number; outcome: Outcome }[])
    if (options.results !== undefined) await requireResults(userPath(options.results), text)
    const runs = await openRuns(folder, options, session, variants.flatMap(stagesOf))
    for (const { seed, folder: seedFolder, prefix } of runs) {
      for (const [index, variant] of variants.entries()) {
        const name = variants.length === 1 ? prefix : `${prefix}${variant.key}: `
        const trial = await variant.trial(seed)
        const place = {
          folder: variant.key === undefined ? seedFolder : ownFolder(seedFolder, variant.key),
          seedFolder,
          prefix: name,
          session,
          options,
        }
        const outcome = await trial.run(place)
        const subject = { experiment: nameOf(variant), seed, command: session.command, figures: outcome.figures }
        for (const stage of stagesOf(variant)) await writeExperimentCard(join(seedFolder, stage), subject)
        for (const [metric, value] of Object.entries(outcome.figures)) {
          session.say(`${name}${metric} ${value.toPrecision(4)}`)
        }
        outcomes[index]!.push({ seed, outcome })
        session.stopIfAsked(`${name}done`)
      }
    }
    const rows = variants.flatMap((variant, index) => rowsOf(variant, outcomes[index]!, session))
    const settings = Object.fromEntries(variants.map((variant) => [nameOf(variant), variant.settings]))
    const seeds = Object.fromEntries(variants.map((variant, index) => [nameOf(variant), outcomes[index]!.map(keptOf)]))
    await writeJson(join(folder, 'results.json'), { rows, settings, runs: seeds })
    const sections = variants.flatMap((variant, index) => {
      const own = outcomes[index]!.at(-1)?.outcome.sections ?? []
      // A section without a heading belongs to the one before.
      const isNamed = ({ heading }: Section, place: number) => place === 0 || heading !== undefined
      if (variants.length === 1) return own
      return own.map((section, place) => (isNamed(section, place) ? ofVariant(section, variant) : section))
    })
    await writeFile(join(folder, 'report.html'), benchmarkReport(text, rows, sections, session.command))
    if (options.results !== undefined) await saveResults(userPath(options.results), text, rows)
    session.say(`\n${resultsTable(rows, text)}\n\nreport  ${join(folder, 'report.html')}`)
    session.say(`done in ${formatDuration(1000 * session.elapsedSeconds())}`)
  })
}

/** Where a trial of a variant may have its runs: it has one, or two. */
function stagesOf({ key = '', stages }: Variant): readonly string[] {
  return stages ?? ['', ...Object.values(stageFolders)].map((stage) => `${key}/${stage}`)
}

/** What `results.json` has of a seed. */
function keptOf({ seed, outcome: { figures, metrics } }: { readonly seed: number; readonly outcome: Outcome }) {
  return { seed, figures, ...(metrics !== undefined && { metrics }) }
}

async function describe(variants: readonly Variant[], seed: number): Promise<void> {
  for (const variant of variants) {
    const trial = await variant.trial(seed)
    for (const { label, plan } of await trial.plans()) {
      print(`${describePlan(`${nameOf(variant)}: ${label}`, plan)}\n`)
    }
  }
}

function nameOf({ experiment }: Variant): string {
  return typeof experiment === 'string' ? experiment : Object.values(experiment).join(', ')
}

/** A section that says which of several variants it is of. */
function ofVariant(section: Section, { label, key = '' }: Variant): Section {
  const name = label ?? key
  const parts = [name.charAt(0).toUpperCase() + name.slice(1), section.heading ?? '']
  return { ...section, heading: parts.filter((part) => part !== '').join(': ') }
}

/** A row for every metric of a variant. */
function rowsOf(
  { experiment, label, published }: Variant,
  outcomes: readonly { seed: number; outcome: Outcome }[],
  session: Session,
): ResultRow[] {
  return Object.keys(outcomes[0]!.outcome.figures).map((metric) => {
    const others = published?.[metric]
    const measured = {
      experiment: typeof experiment === 'string' ? experiment : experiment[metric]!,
      metric,
      ...(label !== undefined && { label }),
      ...(others !== undefined && { published: others }),
      results: outcomes.map(({ seed, outcome: { figures, trainingTime } }) => ({
        seed,
        value: figures[metric]!,
        ...(trainingTime !== undefined && { trainingTime }),
      })),
    }
    return resultRow(measured, session)
  })
}
