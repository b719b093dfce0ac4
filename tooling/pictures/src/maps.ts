/** A point as a report has it: in the drawing's own units, y downwards. */
interface DrawnPoint {
  readonly x: number
  readonly y: number
  readonly group?: string
}

/** A map of embeddings in a report. */
export interface ReportMap {
  readonly heading: string
  readonly points: readonly DrawnPoint[]
}

/** Maps of a report, by what is in its page. */
export function mapsOf(html: string): readonly ReportMap[] {
  const sections = html.matchAll(
    /<h2>([^<]*)<\/h2>\s*<figure class="map">.*?<script type="application\/json">(.*?)<\/script>/gs,
  )
  return Array.from(sections, ([, heading, data]) => ({ heading: heading!, points: JSON.parse(data!) }))
}

/** Maps beside each other, of points that are coloured by their groups. */
export function mapsSpecification(maps: readonly ReportMap[]) {
  // Axes mean nothing; both have the report's scale.
  const axis = (field: string, most: number, sort: 'ascending' | 'descending') => ({
    field,
    type: 'quantitative',
    sort,
    axis: null,
    scale: { domain: [0, most] },
  })
  return {
    background: '#ffffff',
    padding: 12,
    config: { aria: false, font: 'sans-serif', view: { stroke: '#cfd4da' } },
    hconcat: maps.map(({ heading, points }) => ({
      title: { text: heading.replace(/: Map of embeddings$/, ''), fontSize: 13, fontWeight: 'normal' },
      width: 400,
      height: 275,
      data: { values: points.map(({ x, y, group = 'no label' }) => ({ x, y, group })) },
      mark: { type: 'circle', size: 34, opacity: 0.75 },
      encoding: {
        x: axis('x', 640, 'ascending'),
        y: axis('y', 440, 'descending'),
        color: {
          field: 'group',
          type: 'nominal',
          scale: { scheme: 'tableau10' },
          legend: { orient: 'bottom', title: null, labelFontSize: 12, labelLimit: 0, symbolOpacity: 1 },
        },
      },
    })),
  }
}
