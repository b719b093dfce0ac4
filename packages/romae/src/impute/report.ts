import {
  type ChartSection,
  formatNumber,
  reliabilitySection,
  renderReport,
  type TableCell,
  type TableSection,
  trainingSections,
} from '@romae/report'
import type { TimeSeries } from '@romae/timeseries'
import { readMetrics } from '@romae/trainer/node'
import { lossLabel } from '../report/loss-label.ts'
import { runFacts, trainingTime } from '../report/run-facts.ts'
import { intervalCells, intervalTable } from '../uncertainty/interval-text.ts'
import { bestOf, type MethodErrors } from './comparison.ts'
import type { Evaluation } from './evaluation.ts'
import { filledCurves } from './filled-curves.ts'
import type { FilledIntervals } from './filled-intervals.ts'
import type { Intervals } from './intervals.ts'
import { labelOf } from './result-lines.ts'

/** What the report of an imputation shows. */
export interface ImputeReport {
  /** The run's. */
  readonly folder: string
  readonly file: string
  readonly channels: readonly string[]
  readonly series: readonly TimeSeries[]
  readonly filled: readonly TimeSeries[]
  /** Null where there are none. */
  readonly intervals: FilledIntervals | null
  /** Null where nothing was held out. */
  readonly evaluation: Evaluation | null
  /** Whether `--best` was asked for. */
  readonly isBest: boolean
  /** That dates are counted in; null where times are numbers. */
  readonly timeUnit: string | null | undefined
}

/** Errors, filled curves, and how training went. */
export async function imputeReport(report: ImputeReport): Promise<string> {
  const { folder, file, channels, series, evaluation, isBest } = report
  const events = await readMetrics(folder)
  const [facts, command] = await runFacts(folder, 'The run')
  return renderReport({
    title: `Filling the gaps of ${file}`,
    subtitle: `${series.length} series of ${channels.length} ${channels.length === 1 ? 'channel' : 'channels'}; ${trainingTime(events)} of steps`,
    // What somebody sees without knowing any of the words comes first.
    sections: [
      ...filledCurves({ ...report, heldOut: evaluation?.heldOut ?? null }),
      ...(evaluation === null ? [] : [errorTable(channels, evaluation)]),
      ...(evaluation === null || !isBest ? [] : [bestTable(channels, evaluation)]),
      ...(evaluation?.intervals == null ? [] : intervalSections(channels, evaluation.intervals)),
      ...trainingSections(events, { lossLabel: await lossLabel(folder) }),
      facts,
      command,
    ],
  })
}

function errorTable(channels: readonly string[], { methods, errors }: Evaluation): TableSection {
  return {
    kind: 'table',
    heading: 'Error on observed values that training did not see',
    caption:
      'Root mean squared error: how far off a filled value typically is, in the unit of the channel. The least is marked: take that method ' +
      'there, as --best does. Gaps are measured in rows.',
    columns: [{ label: 'channel' }, { label: 'values' }, ...methods.map((method) => ({ label: labelOf(method) }))],
    rows: errors.flatMap(({ byGap, ...error }, channel) => [
      errorCells(channels[channel]!, error),
      ...byGap.map((ofGap) => errorCells(`${channels[channel]!}, gaps of ${ofGap.rows}`, ofGap)),
    ]),
  }
}

/** The choice of methods is made on one half of the held-out values: this is the other. */
function bestTable(channels: readonly string[], { methods, best }: Evaluation): TableSection {
  return {
    kind: 'table',
    heading: 'The same of --best, chosen on one half of these values and measured on the other',
    columns: [
      { label: 'channel' },
      { label: 'values' },
      ...methods.map((method) => ({ label: labelOf(method) })),
      { label: 'best' },
    ],
    rows: best.errors.map((error, channel) => errorCells(channels[channel]!, error)),
  }
}

/** How good the intervals are on held-out values that had no part in making them. */
function intervalSections(channels: readonly string[], intervals: Intervals): readonly (TableSection | ChartSection)[] {
  const { all, byChannel, byGap, reliability } = intervals
  const rows = [
    ...byChannel.flatMap((own, channel) => (own === null ? [] : [intervalCells(channels[channel]!, own)])),
    ...(byGap.length < 2
      ? []
      : byGap.map(({ rows, count, coverage }) => intervalCells(`gaps of ${rows}`, { count, coverage }))),
  ]
  return [
    intervalTable(intervals, 'held-out values', rows),
    reliabilitySection(reliability, `${all.count} held-out values`),
  ]
}

function errorCells(name: string, { count, unfilled, errors }: MethodErrors): readonly TableCell[] {
  const least = bestOf(errors)
  const cells = errors.map((error, method) => {
    if (Number.isNaN(error)) return null
    return method === least ? { text: `${formatNumber(error)} *`, value: error } : error
  })
  return [name, unfilled === 0 ? count : `${count} of ${count + unfilled}`, ...cells]
}
