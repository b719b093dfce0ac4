import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type Report, renderReport, type Section } from './index.ts'

const hostile = `</script><script>alert("1")</script><img src='http://x/'>`
const pixel = 'data:image/png;base64,iVBORw0KGgo='
const sound = 'data:audio/wav;base64,UklGRg=='
const everySection: readonly Section[] = [
  { kind: 'text', heading: hostile, text: `${hostile}\n\nsecond paragraph` },
  {
    kind: 'facts',
    facts: [
      [hostile, hostile],
      ['parameters', 5_550_852],
    ],
  },
  {
    kind: 'table',
    caption: hostile,
    columns: [{ label: hostile, best: 'highest' }],
    rows: [[hostile], [{ text: hostile, value: 1 }]],
  },
  { kind: 'matrix', caption: hostile, corner: hostile, rows: [hostile], columns: [hostile], values: [[3]] },
  {
    kind: 'chart',
    caption: hostile,
    x: { label: hostile },
    y: { label: hostile },
    series: [{ label: hostile, x: [1], y: [2] }],
  },
  { kind: 'figures', figures: [{ source: pixel, caption: hostile }] },
  {
    kind: 'figures',
    caption: hostile,
    across: 3,
    figures: [{ source: pixel, caption: 'a', x: { label: hostile, from: '0 s', to: '1 s' }, sound }],
  },
  { kind: 'code', code: hostile },
]

describe('renderReport', () => {
  it('escapes every text', () => {
    const html = renderReport({ title: hostile, subtitle: hostile, sections: everySection })
    expect(html).not.toContain('alert("1")')
    expect(html).not.toContain("<img src='")
    const scripts = html.match(/<script\b/g)
    expect(scripts).toHaveLength(3) // the chart's data, uPlot, and the drawing
    expect(html.match(/<\/script/g)).toHaveLength(3)
    const data = JSON.parse(html.match(/<script type="application\/json">(.*?)<\/script>/)![1]!)
    expect(data).toMatchObject({ xs: [1], xLabel: hostile, series: [{ label: hostile, indices: [0], values: [2] }] })
  })

  it('breaks the lines of a command before its options alone', () => {
    const html = renderReport({ title: 'run', sections: [{ kind: 'code', code: "romae x-y --out 'a b' -v" }] })
    const option = (name: string) => `<span class="option">${name}</span>`
    expect(html).toContain(`<code>romae x-y ${option('--out')} &#39;a b&#39; ${option('-v')}</code>`)
  })

  it('holds everything it needs, and may load nothing', () => {
    const html = renderReport({ title: 'run', sections: everySection })
    expect(html).toContain('var uPlot=')
    expect(html).toContain("default-src 'none'")
    expect(html).not.toMatch(/<(?:link|iframe|object|embed)\b|<script[^>]*\bsrc=|@import|url\(/)
    expect(html).toContain('<title>run</title>')
  })

  it('lets only the scripts and styles that it has run and apply', () => {
    const html = renderReport({ title: 'run', sections: everySection })
    const hashesOf = (element: string) =>
      [...html.matchAll(new RegExp(`<${element}>(.*?)</${element}>`, 'gs'))].map(([, text]) => {
        return `'sha256-${createHash('sha256').update(text!).digest('base64')}'`
      })
    const [scripts, styles] = [hashesOf('script'), hashesOf('style')]
    expect([scripts.length, styles.length]).toEqual([2, 3])
    expect(html).toContain(
      `content="default-src 'none'; script-src ${scripts.join(' ')}; style-src ${styles.join(' ')}; img-src data:; ` +
        `media-src data:; base-uri 'none'; form-action 'none'"`,
    )
    expect(html).not.toMatch(/unsafe|\sstyle=|\son\w+=/)
  })

  it('leaves the scripts out where there is no chart', () => {
    const html = renderReport({ title: 'run', sections: [{ kind: 'text', text: 'a' }] })
    expect(html).not.toContain('<script')
    expect(html).toContain("script-src 'none'")
  })

  it('gives the same text for the same report', () => {
    const report: Report = { title: 'run', sections: everySection }
    expect(renderReport(report)).toBe(renderReport(structuredClone(report)))
  })

  it('parts paragraphs at blank lines and formats numbers', () => {
    const html = renderReport({ title: 'run', sections: everySection })
    expect(html).toContain('<p>second paragraph</p>')
    expect(html).toContain('<dd>5,550,852</dd>')
  })

  it('refuses unknown kinds and widths, and pictures from elsewhere', () => {
    const render = (section: object) => renderReport({ title: '', sections: [section as Section] })
    expect(() => render({ kind: 'video' })).toThrowRomae('REPORT_UNKNOWN_SECTION')
    expect(() => render({ kind: 'text', text: '', width: 'third' })).toThrowRomae('REPORT_BAD_OPTION')
    for (const source of ['http://x/y.png', 'data:text/html;base64,AAAA', `${pixel}" onload="x`]) {
      const refused = (figure: object) =>
        expect(() => render({ kind: 'figures', figures: [{ caption: 'a', ...figure }] }))
      refused({ source }).toThrowRomae('REPORT_FIGURE_SOURCE', { what: 'an image' })
      refused({ source: pixel, sound: source }).toThrowRomae('REPORT_FIGURE_SOURCE', { what: 'a sound' })
    }
    for (const across of [0, 1.5, 5, '2']) {
      expect(() => render({ kind: 'figures', across, figures: [] })).toThrowRomae('REPORT_BAD_OPTION')
    }
  })

  it('never parts pictures that belong together, and names the edges of pictures', () => {
    const figure = { source: pixel, caption: 'a' }
    const axes = { x: { label: 'time', from: '0 s', to: '2 s' }, y: { label: 'mel', from: '0', to: '9' } }
    const html = renderReport({
      title: '',
      sections: [{ kind: 'figures', across: 3, figures: [{ ...figure, ...axes, sound }, figure, figure, figure] }],
    })
    expect(html.match(/class="group across-3"/g)).toHaveLength(2)
    expect(html).toContain('<div class="axis-x"><span>0 s</span><span>time</span><span>2 s</span></div>')
    expect(html).toContain(`<audio controls preload="none" src="${sound}" aria-label="a"></audio>`)
  })
})
