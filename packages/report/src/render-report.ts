import { loadAssets } from './assets.ts'
import { contentSecurityPolicy } from './content-security-policy.ts'
import { errors } from './errors.ts'
import { escapeHtml } from './html.ts'
import type { Report, Section } from './report.ts'
import { renderChart } from './sections/chart.ts'
import { renderFigures } from './sections/figures.ts'
import { renderMap } from './sections/map.ts'
import { renderMatrix } from './sections/matrix.ts'
import { renderTable } from './sections/table.ts'
import { renderCode, renderFacts, renderText } from './sections/text.ts'

const kinds: readonly Section['kind'][] = ['text', 'facts', 'table', 'matrix', 'chart', 'figures', 'map', 'code']

/**
 * A report as one HTML file, with everything it needs inside: it opens by double-click and without a network.
 *
 * The same report always gives the same text.
 *
 * @throws RomaeError with a `REPORT_` code that names the section's part at fault
 */
export function renderReport(report: Report): string {
  const { title, subtitle } = report
  const sections = report.sections.map(renderSection)
  const has = (wanted: Section['kind']) => report.sections.some(({ kind }) => kind === wanted)
  const { styles, scripts, modules } = loadAssets({ charts: has('chart'), maps: has('map') })
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy([...scripts, ...modules], styles)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
${styles.map((style) => `<style>${style}</style>`).join('\n')}
</head>
<body>
<header>
<h1>${escapeHtml(title)}</h1>
${subtitle === undefined ? '' : `<p>${escapeHtml(subtitle)}</p>`}
</header>
<main>
${sections.join('\n')}
</main>
${[
  ...scripts.map((script) => `<script>${script}</script>`),
  ...modules.map((script) => `<script type="module">${script}</script>`),
].join('\n')}
</body>
</html>
`
}

function renderSection(section: Section, position: number): string {
  const { heading, width = 'full' } = section
  if (width !== 'full' && width !== 'half') {
    throw errors.REPORT_BAD_OPTION({ option: `the width of section ${position}`, got: width, expected: 'full or half' })
  }
  const content = renderContent(section, position)
  return `<section class="${width}">
${heading === undefined ? '' : `<h2>${escapeHtml(heading)}</h2>`}
${content}
</section>`
}

function renderContent(section: Section, position: number): string {
  switch (section.kind) {
    case 'text':
      return renderText(section)
    case 'facts':
      return renderFacts(section)
    case 'table':
      return renderTable(section)
    case 'matrix':
      return renderMatrix(section)
    case 'chart':
      return renderChart(section)
    case 'figures':
      return renderFigures(section)
    case 'map':
      return renderMap(section)
    case 'code':
      return renderCode(section)
    default: {
      const { kind } = section as { kind: unknown }
      throw errors.REPORT_UNKNOWN_SECTION({ position, got: String(kind), known: kinds })
    }
  }
}
