import type { TableCell, TableSection } from '@romae/report'
import type { IntervalErrors, TestedIntervals, TestedValue } from './tested-intervals.ts'

/** What is said of intervals of any kind. */
interface Summary extends Pick<TestedIntervals<TestedValue>, 'coverage' | 'calibration' | 'reliability'> {
  readonly all: Pick<IntervalErrors, 'count' | 'coverage'>
}

/** `91.5 %`. */
export function percent(fraction: number): string {
  return `${Number((100 * fraction).toFixed(1))} %`
}

/** What results say of all values together, as plain data. */
export function summaryResult({ coverage, calibration, reliability, all }: Summary) {
  return {
    coverage,
    calibratedOn: calibration.count,
    values: all.count,
    within: all.coverage,
    reliability: reliability.map((one) => ({ ...one })),
  }
}

/** The table of a report. @param values what was measured: `held-out values` */
export function intervalTable(
  { coverage, calibration, all }: Summary,
  values: string,
  rows: TableSection['rows'],
): TableSection {
  return {
    kind: 'table',
    heading: `Intervals of ${percent(coverage)}`,
    caption:
      `Made from ${calibration.count} ${values} and measured on ${all.count} others, of which ${percent(all.coverage)} lie within. ` +
      'Width, Winkler’s score, CRPS and the mean pinball loss of both ends and the median are in the unit of the channel; the smaller, the better.',
    columns: ['channel', 'values', 'within', 'width', 'Winkler', 'CRPS', 'pinball'].map((label) => ({ label })),
    rows,
  }
}

/** Its cells of some values; of no values, and of a gap's length, some are empty. */
export function intervalCells(
  name: string,
  own: (Pick<IntervalErrors, 'count' | 'coverage'> & Partial<IntervalErrors>) | null,
): readonly TableCell[] {
  if (own === null) return [name, 0, null, null, null, null, null]
  const within = { text: percent(own.coverage), value: own.coverage }
  return [name, own.count, within, own.width ?? null, own.winkler ?? null, own.crps ?? null, own.pinball ?? null]
}
