import { errors } from '../errors.ts'
import { formatNumber } from '../format-number.ts'
import { escapeHtml, scriptJson } from '../html.ts'
import type { MapPoint, MapSection } from '../report.ts'
import { imageUri } from './figures.ts'
import { renderTable } from './table.ts'

/** The drawing, in its own units: wider than high, as a page is; the script knows them. */
const WIDTH = 640
const HEIGHT = 440
const MARGIN = 12
const RADIUS = 4
/** Colours of the style sheet. Groups beyond are drawn as squares of the same colours, and those beyond these in grey. */
const COLOURS = 8
const MOST_GROUPS = 2 * COLOURS
const MOST_ROWS = 200

/** Points on a plane: the drawing, its legend, and what is shown of each point when it is pointed at, or reached by keys. */
export function renderMap(section: MapSection): string {
  const { points, caption, heading } = section
  const name = heading ?? caption ?? 'map'
  if (points.length === 0) throw errors.REPORT_NO_POINTS({ map: name })
  for (const [index, { label, x, y, picture, curve = [] }] of points.entries()) {
    const wrong = [x, y, ...curve].find((value) => !Number.isFinite(value))
    if (wrong !== undefined) throw errors.REPORT_BAD_POINT({ map: name, index, got: wrong })
    if (picture !== undefined && !imageUri.test(picture)) {
      throw errors.REPORT_FIGURE_SOURCE({ caption: label, got: picture, what: 'an image' })
    }
  }
  const groups = [...new Set(points.map(({ group }) => group ?? ''))].sort(byText)
  const place = placing(points)
  const drawn = points.map((point) => {
    const group = Math.min(groups.indexOf(point.group ?? ''), MOST_GROUPS)
    return { ...point, at: place(point), mark: group }
  })
  const payload = drawn.map(({ at: [x, y], label, group, picture, curve }) => ({
    x,
    y,
    label,
    ...(group !== undefined && { group }),
    ...(picture !== undefined && { picture }),
    ...(curve !== undefined && { curve: shortCurve(curve) }),
  }))
  const counts = groups.map((group) => points.filter((point) => (point.group ?? '') === group).length)
  const about = `Map of ${formatNumber(points.length)} points${groups.length > 1 ? ` in ${groups.length} groups` : ''}. Arrow keys go from one to the next.`
  return `<figure class="map">
${groups.length > 1 ? legend(groups, counts) : ''}
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" tabindex="0" role="group" aria-label="${escapeHtml(about)}">
${drawn.map(({ at, mark }) => marker(at, mark)).join('\n')}
</svg>
<div class="map-shown" aria-live="polite"><p>Point at the map, or go through it with the arrow keys.</p></div>
<script type="application/json">${scriptJson(payload)}</script>
${caption === undefined ? '' : `<figcaption>${escapeHtml(caption)}</figcaption>`}
${dataTable(points)}
</figure>`
}

function byText(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true })
}

/** Both axes with the same scale, in the middle of the drawing; two digits after the point. */
function placing(points: readonly MapPoint[]): (point: MapPoint) => readonly [x: number, y: number] {
  const range = (values: readonly number[]) => {
    const low = values.reduce((least, value) => Math.min(least, value), Infinity)
    const high = values.reduce((most, value) => Math.max(most, value), -Infinity)
    return { middle: low / 2 + high / 2, extent: high - low }
  }
  const [across, up] = [range(points.map(({ x }) => x)), range(points.map(({ y }) => y))]
  const fit = Math.min((WIDTH - 2 * MARGIN) / (across.extent || 1), (HEIGHT - 2 * MARGIN) / (up.extent || 1))
  const short = (value: number) => Number(value.toFixed(1))
  return ({ x, y }) => [
    short(WIDTH / 2 + (x - across.middle) * fit),
    // Up is up.
    short(HEIGHT / 2 - (y - up.middle) * fit),
  ]
}

function marker([x, y]: readonly [number, number], group: number): string {
  const name = `map-${markOf(group)}`
  if (group < COLOURS) return `<circle class="${name}" cx="${x}" cy="${y}" r="${RADIUS}"/>`
  const side = 2 * RADIUS - 1
  return `<rect class="${name}" x="${(x - side / 2).toFixed(1)}" y="${(y - side / 2).toFixed(1)}" width="${side}" height="${side}"/>`
}

/** The colour of a group: 1 to 8, or 0 for those that have none of their own. */
function markOf(group: number): number {
  return group >= MOST_GROUPS ? 0 : (group % COLOURS) + 1
}

function legend(groups: readonly string[], counts: readonly number[]): string {
  const named = groups.slice(0, MOST_GROUPS).map((group, index) => {
    const text = `${group === '' ? 'no label' : group} (${formatNumber(counts[index]!)})`
    const shape = index < COLOURS ? 'round' : 'square'
    return `<button type="button" aria-pressed="false" data-group="${escapeHtml(group)}"><span class="map-${markOf(index)} ${shape}"></span>${escapeHtml(text)}</button>`
  })
  const left = groups.length - MOST_GROUPS
  const more = left > 0 ? [`<span>${formatNumber(left)} more, in grey</span>`] : []
  return `<div class="map-legend">${[...named, ...more].join('\n')}</div>`
}

/** Between 0 and 99, which a small drawing can show. */
function shortCurve(curve: readonly number[]): number[] {
  const low = Math.min(...curve)
  const extent = Math.max(...curve) - low || 1
  return curve.map((value) => Math.round((99 * (value - low)) / extent))
}

function dataTable(points: readonly MapPoint[]): string {
  const columns = ['point', 'group', 'x', 'y'].map((label) => ({ label }))
  const step = Math.ceil(points.length / MOST_ROWS)
  const shown = points.filter((_, index) => index % step === 0)
  const rows = shown.map(({ label, group = null, x, y }) => [label, group, x, y])
  const summary = step === 1 ? 'Data' : `Data (${rows.length} of ${formatNumber(points.length)} rows)`
  return `<details><summary>${summary}</summary>${renderTable({ kind: 'table', columns, rows })}</details>`
}
