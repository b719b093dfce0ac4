import { errors } from '../errors.ts'
import { formatNumber } from '../format-number.ts'
import { escapeHtml, scriptJson } from '../html.ts'
import type { ChartSection, TableCell } from '../report.ts'
import { alignSeries, type ChartData } from './chart-data.ts'
import { renderTable } from './table.ts'

const defaultHeight = 280
/** More rows would make the page heavy; the curve itself is always whole. */
const maxTableRows = 200

/** A chart: its data for the script in the page, and the same as a table for those who cannot see the drawing. */
export function renderChart(section: ChartSection): string {
  const { x, y, caption, heading, height = defaultHeight } = section
  const name = caption ?? heading ?? y.label
  if (!Number.isFinite(height) || height < 80) {
    throw errors.REPORT_BAD_OPTION({
      option: `the height of chart "${name}"`,
      got: String(height),
      expected: 'a number of pixels from 80',
    })
  }
  if (y.scale !== undefined && y.scale !== 'linear' && y.scale !== 'log') {
    throw errors.REPORT_BAD_OPTION({
      option: `the y scale of chart "${name}"`,
      got: y.scale,
      expected: 'linear or log',
    })
  }
  if (x.scale !== undefined && x.scale !== 'linear' && x.scale !== 'time') {
    throw errors.REPORT_BAD_OPTION({
      option: `the x scale of chart "${name}"`,
      got: x.scale,
      expected: 'linear or time',
    })
  }
  const data = alignSeries(name, section)
  const scales = { time: x.scale === 'time', log: y.scale === 'log' }
  const payload = { xs: data.xs, series: data.series, xLabel: x.label, yLabel: y.label, ...scales, height }
  const notes = data.notPositive === 0 ? [] : [leftOut(data.notPositive)]
  const captions = [...(caption === undefined ? [] : [caption]), ...notes]
  return `<figure class="chart">
<div class="plot" role="img" aria-label="${escapeHtml(describe(section))}"></div>
<script type="application/json">${scriptJson(payload)}</script>
${captions.map((text) => `<figcaption>${escapeHtml(text)}</figcaption>`).join('\n')}
${dataTable(section, data)}
</figure>`
}

function leftOut(count: number): string {
  return `${formatNumber(count)} of the values ${count === 1 ? 'is' : 'are'} not positive and so not on the log scale.`
}

function describe({ x, y, series }: ChartSection): string {
  const parts = series.map((one) => {
    const last = one.y[one.y.length - 1] ?? null
    return `${one.label}, ${one.y.length} points, the last ${last === null ? 'missing' : formatNumber(last)}`
  })
  return `Chart of ${y.label} by ${x.label}: ${parts.join('; ')}`
}

function dataTable({ x, series }: ChartSection, { xs, series: aligned }: ChartData): string {
  const columns = [{ label: x.label }, ...series.map(({ label }) => ({ label }))]
  const valuesAt = aligned.map(({ indices, values }) => new Map(indices.map((index, point) => [index, values[point]!])))
  const step = Math.ceil(xs.length / maxTableRows)
  const atX = (value: number) => (x.scale === 'time' ? writeTime(value) : value)
  const rows: TableCell[][] = []
  for (const [index, value] of xs.entries()) {
    const shown = index % step === 0 || index === xs.length - 1
    if (shown) rows.push([atX(value), ...valuesAt.map((values) => values.get(index) ?? null)])
  }
  const summary = step === 1 ? 'Data' : `Data (${rows.length} of ${formatNumber(xs.length)} rows)`
  return `<details><summary>${summary}</summary>${renderTable({ kind: 'table', columns, rows })}</details>`
}

/** As `2015-03-02`, or with the time of day where it is another than midnight. @param seconds since 1970, UTC */
function writeTime(seconds: number): string {
  const text = new Date(Math.round(seconds * 1000)).toISOString().replace(/(:00)?\.000Z$/, '')
  return text
    .replace(/T00:00$/, '')
    .replace('T', ' ')
    .replace('Z', '')
}
