import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { exportOnnx, pretrain, runToEnd, saveModel } from '@romae/trainer/node'
import puppeteer, { type Browser, type LaunchOptions, type Page } from 'puppeteer-core'
import { bundlePage } from './bundle-page.ts'
import { chromiumFlags, debianChromium, hasChromium } from './chromium.ts'
import type { CheckedPage } from './page/main.ts'
import { type KeptModel, type KeptRunOptions, kept, savingData } from './page-saving.ts'
import type { pageTrials } from './page-trials.ts'
import { memoryOf, processesOf } from './processes.ts'
import { serveFolder } from './serve-folder.ts'
import { debianFirefox } from './tabs.ts'

/** What was measured, and what is wrong. */
export interface TrialResults {
  readonly lines: readonly string[]
  readonly problems: readonly string[]
}

type Trials = typeof pageTrials
type Note = (what: string, isRight: boolean, got: unknown) => void
interface Site {
  readonly url: string
  readonly model: KeptModel
  readonly onnx: readonly string[]
}

/** What a page of its own users goes through that takes a browser of its own, or minutes. */
export async function tryTrials(): Promise<TrialResults> {
  const folder = await mkdtemp(path.join(tmpdir(), 'romae-browser-trials-'))
  const lines: string[] = []
  const problems: string[] = []
  const note: Note = (what, isRight, got) => {
    lines.push(`${isRight ? '' : 'FAILED '}${what}: ${JSON.stringify(got)?.slice(0, 200)}`)
    if (!isRight) problems.push(`${what}: ${JSON.stringify(got)}`)
  }
  try {
    await bundlePage(fileURLToPath(new URL('./page', import.meta.url)), folder)
    const trained = await runToEnd(pretrain({ ...savingData(), training: { steps: 4, batchSize: 4 } }))
    await saveModel(path.join(folder, 'model'), trained)
    const server = await serveFolder(folder, { isolated: false })
    try {
      const onnx = (['encoder', 'imputer'] as const).map((part) => sha256(exportOnnx(trained, part)))
      const site = { url: server.url, model: await kept(trained), onnx }
      for (const { name, launch, options, trial } of trials()) {
        const browser = await launch(options)
        try {
          await trial(browser, site, (what, isRight, got) => note(`${name}, ${what}`, isRight, got))
        } catch (error) {
          note(`${name}, ${trial.name}`, false, String(error))
        } finally {
          await browser.close()
        }
      }
    } finally {
      await server.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return { lines, problems }
}

const patient = { headless: true, protocolTimeout: 0 } as const

const chromium = (options: LaunchOptions = {}) =>
  puppeteer.launch({
    executablePath: debianChromium,
    ...patient,
    ...options,
    args: [...chromiumFlags, ...(options.args ?? [])],
  })

const firefox = (options: LaunchOptions = {}) =>
  puppeteer.launch({ browser: 'firefox', executablePath: debianFirefox, ...patient, ...options })

const insecureHost = 'insecure.test'

/** A host of another name, which is this machine: a page there is not served securely. */
const insecure = {
  Chromium: { args: [`--host-resolver-rules=MAP ${insecureHost} 127.0.0.1`] },
  Firefox: { extraPrefsFirefox: { 'network.dns.localDomains': insecureHost } },
}

/** puppeteer starts Chromium so that tabs in the background are as quick as others, which those of users are not. */
const throttled = {
  Chromium: {
    ignoreDefaultArgs: [
      '--disable-background-timer-throttling',
      '--disable-backgrounding-occluded-windows',
      '--disable-renderer-backgrounding',
    ],
  },
  Firefox: { extraPrefsFirefox: { 'dom.min_background_timeout_value': 1000 } },
}

const inPrivate = { extraPrefsFirefox: { 'browser.privatebrowsing.autostart': true } }

/** Kibibytes that all sites together may keep. */
const smallQuota = { extraPrefsFirefox: { 'dom.quotaManager.temporaryStorage.fixedLimit': 400_000 } }

interface Trial {
  readonly name: 'Chromium' | 'Firefox'
  readonly launch: (options: LaunchOptions) => Promise<Browser>
  readonly options: LaunchOptions
  readonly trial: (browser: Browser, site: Site, note: Note) => Promise<void>
}

/** In the browsers that are installed. */
function trials(): readonly Trial[] {
  const inFirefox = [
    { name: 'Firefox', launch: firefox, options: inPrivate, trial: privateWindow },
    { name: 'Firefox', launch: firefox, options: {}, trial: killed },
    { name: 'Firefox', launch: firefox, options: smallQuota, trial: fullFirefox },
  ] as const
  const inBoth = (['Chromium', 'Firefox'] as const).flatMap((name) => {
    const launch = name === 'Chromium' ? chromium : firefox
    return [
      { name, launch, options: {}, trial: wayOfModels },
      { name, launch, options: insecure[name], trial: insecurePage },
      { name, launch, options: throttled[name], trial: background },
      { name, launch, options: {}, trial: flatMemory },
    ]
  })
  const installed = { Chromium: hasChromium(), Firefox: existsSync(debianFirefox) }
  return [...inBoth, ...inFirefox].filter(({ name }) => installed[name])
}

/** Calls one of the page’s trials. */
function call<Name extends keyof Trials>(
  page: Page,
  name: Name,
  ...args: Parameters<Trials[Name]>
): ReturnType<Trials[Name]> {
  return page.evaluate(
    (asked, given) => {
      const { trials } = (globalThis as unknown as { page: CheckedPage }).page
      return (trials[asked as Name] as (...all: unknown[]) => unknown)(...(given as unknown[]))
    },
    name as string,
    args as unknown[],
  ) as ReturnType<Trials[Name]>
}

async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage()
  await page.goto(url)
  return page
}

/** Fine-tuned with a stop, exported, fetched from its server, kept in a folder that was picked. */
async function wayOfModels(browser: Browser, { url, model, onnx }: Site, note: Note): Promise<void> {
  const page = await openPage(browser, url)
  const whole = await call(page, 'finetune', { zip: model.zip, folder: 'runs/whole' })
  await call(page, 'finetune', { zip: model.zip, folder: 'runs/parted', stopAt: 3 })
  await page.reload()
  const parted = await call(page, 'finetune', { zip: model.zip, folder: 'runs/parted' })
  note('a fine-tuning that goes on after a reload', parted.made[0] === 4 && parted.sums === whole.sums, parted.made)
  const exported = await call(page, 'exported', model.zip)
  note('graphs of ONNX as Node writes them', exported.join() === onnx.join(), exported)
  const fetched = await call(page, 'fromUrl', 'model/')
  note('a model from a server', fetched.zip === model.zip, fetched.embedding.slice(0, 3))
  const picked = await call(page, 'picked')
  note('a folder that was picked', picked.isSame && picked.names.length === 3, picked.names)
}

async function insecurePage(browser: Browser, { url }: Site, note: Note): Promise<void> {
  const page = await openPage(browser, url.replace('127.0.0.1', insecureHost))
  const got = await call(page, 'withoutStorage')
  note('a page that is not served securely', hasNoStorage(got), got)
}

/** Firefox has no private files there, and a database that ends with the window. */
async function privateWindow(browser: Browser, { url }: Site, note: Note): Promise<void> {
  const options: KeptRunOptions = { folder: 'runs/private', steps: 6, checkpointEvery: 1 }
  const page = await openPage(browser, url)
  await train(page, { ...options, stopAt: 3 })
  await page.reload()
  const made = await train(page, options)
  note('a private window', made.join() === '4,5,6', made)
}

const train = (page: Page, options: KeptRunOptions) =>
  page.evaluate(
    (run) => (globalThis as unknown as { page: CheckedPage }).page.saving.train(run as KeptRunOptions),
    options,
  )

const hasNoStorage = ({ run, save, load, archive }: Awaited<ReturnType<Trials['withoutStorage']>>) =>
  [run, save, load].every((code) => code === 'TRAINER_NO_STORAGE') && archive > 1000

/** A tab trains in front, and behind another. */
async function background(browser: Browser, { url }: Site, note: Note): Promise<void> {
  const page = await openPage(browser, url)
  await page.bringToFront()
  const inFront = await call(page, 'pace', 5000)
  const other = await browser.newPage()
  await other.bringToFront()
  const behind = await call(page, 'pace', 15_000)
  const isRight = behind.hidden > 0.9 && behind.steps > 0.4 * inFront.steps
  note('a tab in the background', isRight, { inFront, behind })
}

/** The memory of the browser, all of its processes, after each of ten trainings. */
async function flatMemory(browser: Browser, { url }: Site, note: Note): Promise<void> {
  const page = await openPage(browser, url)
  const megabytes: number[] = []
  for (let training = 0; training < 10; training++) {
    await call(page, 'training', 6)
    megabytes.push(Math.round((await memoryOf(browser.process()!.pid!)) / 2 ** 20))
  }
  note('memory over ten trainings, MiB', megabytes.at(-1)! < 1.1 * megabytes[2]!, megabytes)
}

/** Firefox does not tell which process has a page: it is that one of its own which has computed most. */
async function killed(browser: Browser, { url }: Site, note: Note): Promise<void> {
  const page = await openPage(browser, url)
  const options: KeptRunOptions = { folder: 'runs/killed', steps: 12, checkpointEvery: 1 }
  train(page, options).catch(() => {})
  const stepOf = () => page.evaluate(() => (globalThis as unknown as { page: CheckedPage }).page.saving.step)
  while ((await stepOf()) < 4) await new Promise((resolve) => setTimeout(resolve, 20))
  const tabs = (await processesOf(browser.process()!.pid!)).filter(({ isTab }) => isTab)
  process.kill(tabs.sort((a, b) => b.time - a.time)[0]!.pid, 'SIGKILL')
  await new Promise((resolve) => setTimeout(resolve, 2000))
  const after = await openPage(browser, url)
  const made = await train(after, options)
  note('a run whose process was killed', made[0]! >= 4 && made[0]! < 12 && made.at(-1) === 12, made)
}

/** Fills what a site may keep, trains, makes room, goes on. */
async function fullFirefox(browser: Browser, { url }: Site, note: Note): Promise<void> {
  const page = await openPage(browser, url)
  const codeOf = (options: KeptRunOptions) =>
    page.evaluate(
      (run) => (globalThis as unknown as { page: CheckedPage }).page.saving.codeOf(run as KeptRunOptions),
      options,
    )
  const options: KeptRunOptions = { folder: 'runs/full', steps: 6, checkpointEvery: 1 }
  const begun = await codeOf({ ...options, stopAt: 2 })
  const filled = await call(page, 'fill')
  const full = await codeOf(options)
  await call(page, 'makeRoom')
  const later = await codeOf(options)
  note('a run without room, and with room again', begun === null && full === 'TRAINER_STORAGE_FULL' && later === null, {
    begun,
    filled,
    full,
    later,
  })
}

const sha256 = (bytes: Uint8Array) =>
  [...createHash('sha256').update(bytes).digest()].map((byte) => byte.toString(16)).join('')
