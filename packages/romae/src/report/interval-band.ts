import type { ChartSeries } from '@romae/report'

/** Both ends of an interval, and what lies between; `null` where there is none. */
export function intervalBand(
  x: readonly number[],
  lower: readonly (number | null)[],
  upper: readonly (number | null)[],
): ChartSeries[] {
  const low: ChartSeries = { label: 'lower end of the interval', x, y: lower, style: 'edge' }
  return [{ label: 'upper end of the interval', x, y: upper, style: 'edge', downTo: low.label }, low]
}
