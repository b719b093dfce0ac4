import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { temporaryFolder } from '@romae/build/temporary-folder'
import { describe, expect, it } from 'vitest'
import { type ChartSection, type ChartSeries, renderReport, trainingSections } from './index.ts'

const folder = await temporaryFolder()
const installed = spawnSync('chromium', ['--version']).status === 0
const options = '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync'.split(' ')
const quiet = '--disable-background-networking --disable-component-update --enable-logging=stderr'.split(' ')

/** What a browser makes of a page: its elements once its scripts have run, and what it says about them. */
function open(html: string): { dom: string; complaints: string[] } {
  const path = join(folder, 'report.html')
  writeFileSync(path, html)
  const profile = `--user-data-dir=${join(folder, 'profile')}`
  const page = pathToFileURL(path).href
  const { stdout, stderr } = spawnSync('chromium', [...options, ...quiet, profile, '--dump-dom', page], {
    encoding: 'utf8',
    timeout: 20_000,
  })
  return { dom: stdout, complaints: stderr.split('\n').filter((line) => line.includes('CONSOLE')) }
}

function chart(scale: 'linear' | 'log', ...series: ChartSeries[]): ChartSection {
  return { kind: 'chart', x: { label: 'step' }, y: { label: 'loss', scale }, series }
}

describe('a report in a browser', () => {
  it('draws its charts without an error', (context) => {
    context.skip(!installed, 'needs chromium on the PATH')
    const html = renderReport({
      title: 'run',
      sections: [
        chart(
          'linear',
          { label: 'loss', x: [1, 2, 3], y: [3, null, 1] },
          { label: 'last', x: [3], y: [1], style: 'points' },
        ),
        chart('log', { label: 'loss', x: [1, 2, 3], y: [1e-7, 3, 4e5], style: 'dashed' }),
        chart('log', { label: 'constant', x: [1], y: [1], style: 'line-and-points' }),
        chart('log', { label: 'nothing', x: [1, 2], y: [null, 0] }),
        chart('linear', { label: 'nothing', x: [1, 2], y: [null, null] }),
        chart('linear', { label: 'high', x: [1, 2], y: [3, 4], downTo: 'low' }, { label: 'low', x: [1, 2], y: [1, 2] }),
        {
          ...chart('linear', { label: 'edge', x: [0, 9e8, 1.5e9], y: [3, null, 4], style: 'edge' }),
          x: { label: 'time', scale: 'time' },
        },
      ],
    })
    const { dom, complaints } = open(html)
    expect(complaints).toEqual([])
    expect(dom.match(/<canvas/g)).toHaveLength(7)
    expect(dom.match(/class="u-series style-/g)).toHaveLength(9)
    expect(dom.match(/class="plot"[^>]* style="min-height: 280px;"/g)).toHaveLength(7)
  })

  it('shows texts of people who mean harm as texts, wherever they are', (context) => {
    context.skip(!installed, 'needs chromium on the PATH')
    const pwn = 'document.title=`ran`'
    const image = `data:image/svg+xml;base64,${btoa(`<svg xmlns="http://www.w3.org/2000/svg" onload="top.${pwn}"/>`)}`
    const names = [
      `</script><script>${pwn}</script>`,
      `"><img src=x onerror="${pwn}">`,
      `<!--<script>`,
      `]]></style><style>*{display:none}`,
      '\u2028`\\u003cb>',
      'constructor',
      '__proto__',
    ]
    const metrics = Object.fromEntries(names.map((name) => [name, 1]))
    const events = [
      { type: 'step', step: 1, loss: 1, gradientNorm: 1, learningRate: 1 },
      { type: 'evaluation', step: 1, metrics },
    ]
    const html = renderReport({
      title: 'kept',
      subtitle: names.join(),
      sections: [
        { kind: 'facts', facts: names.map((name) => [name, name]) },
        { kind: 'table', columns: names.map((label) => ({ label })), rows: [names] },
        { kind: 'matrix', rows: names, columns: names, values: names.map(() => names.map(() => 1)) },
        ...names.map((label) => chart('linear', { label, x: [1], y: [1] })),
        ...trainingSections(events),
        { kind: 'figures', figures: names.map((caption) => ({ source: image, caption })) },
        { kind: 'code', code: names.join() },
      ],
    })
    const { dom, complaints } = open(html)
    expect(complaints).toEqual([])
    expect(dom).toContain('<title>kept</title>')
    // Loss, learning rate, gradient norm, and a chart for every name.
    expect(dom.match(/<canvas/g)).toHaveLength(3 + 2 * names.length)
    expect(dom).not.toMatch(/<img src="x"|<b>/)
  })

  it('runs, styles, loads and sends nothing that came into it later', (context) => {
    context.skip(!installed, 'needs chromium on the PATH')
    const html = renderReport({ title: 'kept', sections: [chart('linear', { label: 'loss', x: [1], y: [1] })] })
    const injected = [
      '<script>document.title = "script"</script>',
      '<img src="data:," onerror="document.title = 1">',
      '<script src="data:text/javascript,document.title=2"></script>',
      '<style>h1 { color: red }</style>',
      '<p style="color: red">',
      '<img src="http://127.0.0.1:9/image">',
      '<iframe src="data:text/html,frame"></iframe>',
      '<base href="http://127.0.0.1:9/">',
    ]
    const { dom, complaints } = open(html.replace('<main>', `<main>${injected.join('')}`))
    expect(dom).toContain('<title>kept</title>')
    expect(dom).toContain('<canvas')
    // One for each: nothing of it was let through.
    expect(complaints).toHaveLength(injected.length)
    for (const complaint of complaints) expect(complaint).toContain('Content Security Policy')
  })
})
