import { existsSync } from 'node:fs'
import puppeteer, { type Browser } from 'puppeteer-core'
import { chromiumFlags, debianChromium, hasChromium } from './chromium.ts'

/** A tab of a browser, whichever it is. */
export interface Tab {
  /** Runs a function in the page; it knows nothing of what is around it here. */
  evaluate<Argument, Result>(use: (argument: Argument) => Result | Promise<Result>, argument: Argument): Promise<Result>
  reload(): Promise<unknown>
  close(): Promise<void>
}

/** A browser whose tabs share one storage, which is gone at its end. */
export interface TabBrowser {
  readonly name: 'Chromium' | 'Firefox'
  open(url: string): Promise<Tab>
  /** Kills the process of the page that has computed most; null where it cannot be told. */
  readonly killBusiest: (() => Promise<void>) | null
  /** Lets the pages of an origin keep no more than so many bytes; null where that cannot be set. */
  readonly limitStorage: ((url: string, bytes: number) => Promise<void>) | null
  close(): Promise<void>
}

export const debianFirefox = '/usr/bin/firefox-esr'

/** Steps take as long as they take: who waits for them has limits of its own. */
const patient = { protocolTimeout: 0 } as const

/** Debian's browsers, of those that are installed, as functions that start them. */
export function tabBrowsers(): readonly (() => Promise<TabBrowser>)[] {
  return [...(hasChromium() ? [chromiumTabs] : []), ...(existsSync(debianFirefox) ? [firefoxTabs] : [])]
}

async function chromiumTabs(): Promise<TabBrowser> {
  const launched = { executablePath: debianChromium, headless: true, args: [...chromiumFlags], ...patient }
  const browser = await puppeteer.launch(launched)
  const session = await browser.target().createCDPSession()
  return {
    name: 'Chromium',
    open: (url) => openTab(browser, url),
    async killBusiest() {
      const { processInfo } = await session.send('SystemInfo.getProcessInfo')
      const pages = processInfo.filter(({ type }) => type === 'renderer').sort((a, b) => b.cpuTime - a.cpuTime)
      process.kill(pages[0]!.id, 'SIGKILL')
    },
    async limitStorage(url, bytes) {
      const page = await browser.newPage()
      const { origin } = new URL(url)
      const ofPage = await page.createCDPSession()
      await ofPage.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: bytes })
    },
    close: () => browser.close(),
  }
}

async function firefoxTabs(): Promise<TabBrowser> {
  const launched = { browser: 'firefox', executablePath: debianFirefox, headless: true, ...patient } as const
  const browser = await puppeteer.launch(launched)
  return {
    name: 'Firefox',
    open: (url) => openTab(browser, url),
    killBusiest: null,
    limitStorage: null,
    close: () => browser.close(),
  }
}

async function openTab(browser: Browser, url: string): Promise<Tab> {
  const page = await browser.newPage()
  await page.goto(url)
  return page as unknown as Tab
}
