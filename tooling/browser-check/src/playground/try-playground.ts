import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { servePage } from '@romae/playground'
import { buildPage } from '@romae/playground-page'
import puppeteer, { type Browser, type LaunchOptions } from 'puppeteer-core'
import { chromiumFlags, debianChromium, hasChromium } from '../chromium.ts'
import { debianFirefox } from '../tabs.ts'
import { openPlayground, type PlaygroundTab, type TableFile } from './open-page.ts'
import { type Findings, PATIENCE, tryAxe, tryBadFiles, tryJourney } from './try-journey.ts'
import { tryKeyboard } from './try-keyboard.ts'
import { tryMediaSample } from './try-media-samples.ts'
import { tryNames } from './try-names.ts'
import { tryForecast } from './try-others.ts'
import { trySameValues } from './try-same-values.ts'
import { tryWithoutStorage } from './try-without-storage.ts'

/** Bytes of compressed scripts, besides tfjs-core and ONNX Runtime. */
const MOST_SCRIPT = 400e3
/** Bytes by which memory may grow over trainings. */
const MOST_GROWTH = 40e6
const TRAININGS = 10

export interface PlaygroundResults {
  readonly lines: readonly string[]
  readonly problems: readonly string[]
}

/**
 * Builds the playground for production and goes through it in browsers.
 *
 * @param screenshots a folder for them; null: none are taken
 * @param say is told what is found as it is found, for it takes minutes
 */
export async function tryPlayground(
  screenshots: string | null,
  say: (text: string) => void,
): Promise<PlaygroundResults> {
  const [lines, problems]: [string[], string[]] = [[], []]
  const folder = await mkdtemp(path.join(tmpdir(), 'romae-playground-'))
  try {
    await buildPage(folder)
    const sample = await readFile(path.join(folder, 'seattle-weather.csv'), 'utf8')
    const notices = await readFile(path.join(folder, 'third-party-notices.txt'), 'utf8')
    for (const name of ['@tensorflow/tfjs-core', 'onnxruntime-web', 'csv-parse', 'uplot']) {
      if (!notices.includes(`\n${name} `)) problems.push(`third-party-notices.txt does not name ${name}`)
    }
    const browsers = [
      ...(hasChromium() ? ([['Chromium', chromium]] as const) : []),
      ...(existsSync(debianFirefox) ? ([['Firefox', firefox]] as const) : []),
    ]
    if (browsers.length === 0) problems.push('there is no browser')
    for (const [name, options] of browsers) {
      for (const headers of [true, false]) {
        const where = `${name}, ${headers ? 'with headers' : 'on a host without headers'}`
        const found = findingsOf(where, lines, problems, say)
        const served = await servePage({ folder, headers })
        const browser = await puppeteer.launch(options)
        try {
          await tryIn(browser, served.url, folder, sample, found, {
            isWhole: headers,
            screenshots: headers ? screenshots : null,
          })
        } catch (error) {
          found.problem(String(error))
        } finally {
          await browser.close()
          await served.close()
        }
      }
      const found = findingsOf(name, lines, problems, say)
      const file = { name: 'weather.csv', text: sample }
      await tryWithoutStorage(options, { folder, file }, found).catch((error: unknown) => found.problem(String(error)))
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return { lines, problems }
}

function findingsOf(where: string, lines: string[], problems: string[], say: (text: string) => void): Findings {
  const add = (list: string[], text: string) => {
    list.push(`${where}: ${text}`)
    say(`${where}: ${text}`)
  }
  return {
    at: (journey) => say(`${where}: … ${journey}`),
    line: (text) => add(lines, text),
    problem: (text) => add(problems, text),
    expect: (isSo, text) => (isSo ? 0 : add(problems, text)),
  }
}

/** Steps take as long as they take: who waits for them has limits of its own. */
const launched = { headless: true, protocolTimeout: 0 } as const

const chromium: LaunchOptions = {
  ...launched,
  executablePath: debianChromium,
  args: [...chromiumFlags, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
}

const firefox: LaunchOptions = {
  ...launched,
  browser: 'firefox',
  executablePath: debianFirefox,
  extraPrefsFirefox: { 'media.navigator.streams.fake': true, 'media.navigator.permission.disabled': true },
}

function germanTable(sample: string): TableFile {
  const text = sample.replaceAll(',', ';').replaceAll('.', ',')
  return { name: 'wetter.csv', text: `\uFEFF${text}` }
}

async function tryIn(
  browser: Browser,
  url: string,
  folder: string,
  sample: string,
  found: Findings,
  { isWhole, screenshots }: { readonly isWhole: boolean; readonly screenshots: string | null },
): Promise<void> {
  const tab = await openPlayground(browser, url)
  const table = { name: 'weather.csv', text: sample }
  const { isReady } = await tab.until((state) => state.isReady, 60)
  found.expect(isReady, 'the page is not there, or not cross-origin isolated')
  const paint = await tab.call('firstPaint')
  if (paint !== null) {
    found.line(`first paint after ${paint.toFixed(0)} ms`)
    found.expect(paint <= 1000, `first paint within a second: ${paint.toFixed(0)} ms`)
  }
  const journeys: readonly (readonly [name: string, isOfAll: boolean, take: () => Promise<void>])[] = [
    ['axe', false, () => tryAxe(tab, 'at first', found)],
    ['by the keyboard alone', false, () => tryKeyboard(tab, found)],
    ['a German table', true, () => tryJourney(tab, germanTable(sample), found)],
    ['screenshots', true, () => (screenshots === null ? Promise.resolve() : takeScreenshots(tab, screenshots))],
    ['bad files', false, () => tryBadFiles(tab, found)],
    ['names', false, () => tryNames(tab, found)],
    ['the values of romae impute', false, () => trySameValues(tab, table, found)],
    ['a forecast', false, () => tryForecast(tab, table, url, found)],
    ['shapes', false, () => tryMediaSample(tab, 'shapes', found)],
    ['sounds', false, () => tryMediaSample(tab, 'sounds', found)],
    ['memory', false, () => tryMemory(tab, sample, found)],
  ]
  for (const [name, isOfAll, take] of journeys) {
    if (!(isWhole || isOfAll)) continue
    found.at(name)
    await take()
  }
  const hosts = new Set(tab.requests.filter((one) => /^(?:https?|wss?):/.test(one)).map((one) => new URL(one).origin))
  found.expect(hosts.size === 1, `requests to ${[...hosts].join(', ')}`)
  for (const error of tab.errors) found.problem(`the page threw ${error}`)
  await weighScripts(tab.requests, folder, found)
}

/** Of the scripts that were asked for. */
async function weighScripts(requests: readonly string[], folder: string, found: Findings): Promise<void> {
  const asked = new Set(requests.map((one) => path.basename(new URL(one).pathname)))
  const files = (await readdir(path.join(folder, 'assets'))).filter((file) => file.endsWith('.js') && asked.has(file))
  let sum = 0
  for (const file of files) {
    if (/^(?:tfjs-core|ort\.)/.test(file)) continue
    sum += gzipSync(await readFile(path.join(folder, 'assets', file))).length
  }
  found.line(`${(sum / 1e3).toFixed(0)} kB of compressed script, besides tfjs-core and ONNX Runtime`)
  found.expect(
    sum > 0 && sum <= MOST_SCRIPT,
    `scripts of at most ${MOST_SCRIPT / 1e3} kB: ${(sum / 1e3).toFixed(0)} kB`,
  )
}

/** One training after the other in one tab. */
async function tryMemory(tab: PlaygroundTab, sample: string, found: Findings): Promise<void> {
  const sizes: number[] = []
  for (let training = 0; training < TRAININGS; training++) {
    const text = sample
      .split('\n')
      .slice(0, 200 + training)
      .join('\n')
    await tab.call('drop', { name: `weather-${training}.csv`, text })
    const { problem } = await tab.until((state) => state.facts.filled !== null || state.problem !== '', PATIENCE)
    found.expect(problem === '', `training ${training + 1}: ${problem}`)
    const bytes = await tab.call('memory')
    if (bytes === null) return
    sizes.push(bytes)
  }
  found.line(`memory in ${TRAININGS} trainings: ${sizes.map((bytes) => `${(bytes / 1e6).toFixed(0)} MB`).join(', ')}`)
  const growth = sizes.at(-1)! - sizes[1]!
  found.expect(
    growth < MOST_GROWTH,
    `memory grew by ${(growth / 1e6).toFixed(0)} MB from the second training to the last`,
  )
}

async function takeScreenshots({ page, until }: PlaygroundTab, folder: string): Promise<void> {
  await until(({ facts }) => facts.filled !== null, PATIENCE)
  for (const scheme of ['light', 'dark']) {
    for (const width of [1200, 390]) {
      await page.setViewport({ width, height: 900 })
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]).catch(() => {})
      await new Promise((resolve) => setTimeout(resolve, 500))
      await page.screenshot({ path: `${folder}/${width}-${scheme}.png`, fullPage: true })
    }
  }
}
