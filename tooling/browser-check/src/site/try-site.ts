import { readFile } from 'node:fs/promises'
import { servePage } from '@romae/playground'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { launchChromium } from '../chromium.ts'

/** A page of each kind. */
const kinds: Readonly<Record<string, string>> = {
  home: 'index.html',
  quickstart: 'quickstart.html',
  guide: 'imputation.html',
  options: 'timeseries.html',
  package: 'packages/trainer.html',
  results: 'results/impute-benchmark.html',
  api: 'api/@romae.timeseries.html',
  errors: 'errors/trainer.html',
  decision: 'decisions/0030-versions-of-node.html',
  comparison: 'comparison.html',
}

/** What somebody looks for, and the page that has to be among what is found. */
const searches: readonly (readonly [words: string, page: string])[] = [
  ['fill gaps', 'imputation.html'],
  ['TRAINER_NOT_FINITE', 'errors/trainer.html'],
  ['readWideCsv', 'api/@romae.timeseries.html'],
  ['safetensors from PyTorch', 'pytorch.html'],
]

const themes = ['light', 'dark'] as const
const widths = [1200, 390] as const

export interface SiteResults {
  readonly lines: readonly string[]
  readonly problems: readonly string[]
}

/** Opens a page of each kind of the built site as people see it, and searches without a net. @param screenshots a folder for them; null: none are taken */
export async function trySite(folder: string, screenshots: string | null): Promise<SiteResults> {
  const [lines, problems]: [string[], string[]] = [[], []]
  const watch = await readFile(new URL('../../page/site-watch.js', import.meta.url), 'utf8')
  const served = await servePage({ folder, headers: false })
  const browser = await launchChromium()
  try {
    for (const theme of themes) {
      const page = await openTab(browser, theme, served.url, problems)
      for (const [kind, file] of Object.entries(kinds)) {
        const found = await tryPage(page, `${served.url}${file}`, watch, (width) =>
          screenshots === null ? undefined : `${screenshots}/${kind}-${width}-${theme}.png`,
        )
        problems.push(...found.map((problem) => `${file}, ${theme}: ${problem}`))
      }
      await page.close()
    }
    const page = await openTab(browser, 'light', served.url, problems)
    for (const [words, wanted] of searches) {
      const found = await search(page, served.url, words)
      lines.push(`"${words}": ${found.slice(0, 3).join(', ')}`)
      if (!found.includes(wanted)) problems.push(`a search for "${words}" does not find ${wanted}`)
    }
  } finally {
    await browser.close()
    await served.close()
  }
  lines.push(
    `${Object.keys(kinds).length} kinds of pages, ${themes.join(' and ')}, ${widths.join(' and ')} pixels wide`,
  )
  return { lines, problems }
}

/** A tab in which nothing but the site's own host is there. */
async function openTab(
  browser: Browser,
  colorScheme: 'light' | 'dark',
  url: string,
  problems: string[],
): Promise<Page> {
  const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.route('**', (route) => {
    const asked = route.request().url()
    if (asked.startsWith(url) || asked.startsWith('data:')) return route.continue()
    problems.push(`${new URL(page.url()).pathname} asks for ${asked}`)
    return route.abort()
  })
  page.on('pageerror', (error) => problems.push(`${new URL(page.url()).pathname} threw ${error}`))
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.url()}: status ${response.status()}`)
  })
  return page
}

async function tryPage(
  page: Page,
  url: string,
  watch: string,
  screenshot: (width: number) => string | undefined,
): Promise<string[]> {
  const problems: string[] = []
  await page.goto(url)
  await page.evaluate(`${axe.source}\n${watch}`)
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 })
    const wide = (await page.evaluate('siteCheck.tooWide()')) as string[]
    if (wide.length > 0) problems.push(`wider than ${width} pixels: ${wide.join(', ')}`)
    const broken = (await page.evaluate('siteCheck.axe()')) as string[]
    problems.push(...broken.map((rule) => `axe at ${width} pixels: ${rule}`))
    const path = screenshot(width)
    if (path !== undefined) await page.screenshot({ path })
  }
  return problems
}

/** @returns files of the pages that a search finds, best first */
async function search(page: Page, url: string, words: string): Promise<string[]> {
  await page.goto(url)
  await openSearch(page)
  await page.fill('#localsearch-input', words)
  await page.waitForSelector('#localsearch-list a', { timeout: 60_000 })
  const found = (await page.$$eval('#localsearch-list a', (links) =>
    links.map((link) => new URL((link as unknown as { href: string }).href).pathname.slice(1)),
  )) as string[]
  return [...new Set(found)]
}

/** A page hears no key before its script has run, of which nothing tells: asked again until it answers. */
async function openSearch(page: Page): Promise<void> {
  for (let attempt = 0; attempt < 30; attempt++) {
    await page.keyboard.press('Control+k')
    const isOpen = await page.waitForSelector('#localsearch-input', { timeout: 2000 }).then(
      () => true,
      () => false,
    )
    if (isOpen) return
  }
  throw new Error('the search does not open')
}
