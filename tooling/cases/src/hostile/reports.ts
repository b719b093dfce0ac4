import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { renderReport, type TableColumn, trainingSections } from '@romae/report'
import { type Case, Skipped } from '../case.ts'
import { csvCell } from '../csv-cell.ts'

const script = '</script><script>document.title="ran"</script><img src=x onerror=document.title="ran">'
const classes = [script, 'constructor', '__proto__', '<!--<script>']

/** Twelve series of two channels, of which the classes and channels are named by somebody who means harm. */
function labelled(): string {
  const rows = Array.from({ length: 48 }, (_, row) => {
    const series = Math.floor(row / 4)
    return [csvCell(`${script}${series}`), row % 4, csvCell(classes[series % 4]!), row % 3, series % 2].join(',')
  })
  return [`id,t,label,${csvCell(script)},constructor`, ...rows, ''].join('\n')
}

/**
 * Opens a page as its reader does.
 *
 * @returns what the browser says about it, and what is on it
 */
async function open(file: string): Promise<{ complaints: string[]; title: string; drawings: number; images: number }> {
  // Only here: it brings a bundler, which takes its time to load.
  const { hasChromium, launchChromium } = await import('@romae/browser-check')
  if (!hasChromium()) throw new Skipped('needs Chromium')
  const browser = await launchChromium()
  try {
    const page = await browser.newPage()
    const complaints: string[] = []
    page.on('console', (message) => void complaints.push(message.text()))
    page.on('pageerror', (error) => void complaints.push(error.message))
    await page.goto(pathToFileURL(file).href)
    const count = (selector: string) => page.locator(selector).count()
    return { complaints, title: await page.title(), drawings: await count('canvas'), images: await count('img') }
  } finally {
    await browser.close()
  }
}

/** Reports whose texts, or whose file, somebody else has written. */
export const reportCases: readonly Case[] = [
  {
    name: 'a report draws its charts, and runs nothing that classes, channels or ids hold',
    async try({ folder, run }) {
      await writeFile(path.join(folder, 'in.csv'), labelled())
      const columns = ['--time', 't', '--id', 'id', '--label', 'label', '--preset', 'smoke', '--out', 'run']
      const { code, stderr } = await run('timeseries', 'finetune', 'in.csv', ...columns, '--set', 'finetuning.steps=2')
      if (code !== 0) throw new Error(stderr)
      const file = path.join(folder, 'run/report.html')
      const found = await open(file)
      const expected = { complaints: [], title: 'Classification of series', drawings: 3, images: 0 }
      if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(JSON.stringify(found))
      // The same by somebody who can write to the file, but who does not know what the page's policy is for.
      const html = await readFile(file, 'utf8')
      await writeFile(file, html.replace('<main>', `<main>${script.slice('</script>'.length)}`))
      const changed = await open(file)
      const refused = changed.complaints.filter((text) => text.includes('Content Security Policy')).length
      if (changed.title !== expected.title || refused < 2) throw new Error(JSON.stringify(changed))
      return undefined
    },
  },
  {
    name: 'metrics called constructor, __proto__ and toString are drawn',
    async try() {
      const metrics = JSON.parse('{ "constructor": 1, "__proto__": 2, "toString": 3 }')
      const step = { type: 'step', step: 1, loss: 1, gradientNorm: 1, learningRate: 1 }
      const sections = trainingSections([step, { type: 'evaluation', step: 1, metrics }])
      const html = renderReport({ title: 'run', sections })
      const missing = ['Constructor', '__proto__', 'ToString'].filter((name) => !html.includes(`<h2>${name}</h2>`))
      if (missing.length > 0) throw new Error(`there is no chart of ${missing.join(', ')}`)
      return undefined
    },
  },
  {
    name: 'a column of a report is aligned by nothing but left, right and center',
    async try() {
      const columns = [{ label: 'a', align: `"${script}` } as unknown as TableColumn]
      let code: unknown = 'rendered'
      try {
        renderReport({ title: 'run', sections: [{ kind: 'table', columns, rows: [['b']] }] })
      } catch (error) {
        code = (error as { code?: unknown }).code
      }
      if (code !== 'REPORT_BAD_OPTION') throw new Error(String(code))
      return undefined
    },
  },
]
