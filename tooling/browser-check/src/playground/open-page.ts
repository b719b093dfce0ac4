import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'puppeteer-core'

/** What the check sees of the page at a moment. */
interface PageState {
  readonly status: string
  /** Empty where there is none. */
  readonly problem: string
  readonly progress: number
  readonly links: readonly string[]
  readonly facts: {
    readonly belowLast: number | null
    readonly belowLinear: number | null
    readonly filled: number | null
    readonly longestPause: number
  }
  /** Whether it has its headers, and its scripts are there. */
  readonly isReady: boolean
  /** Whether the camera is seen. */
  readonly hasPicture: boolean
  /** Whether it is wider than the window. */
  readonly isWide: boolean
}

/** What `page/watch.js` puts into the page. */
interface Watch {
  drop(...files: (TableFile | BytesFile | EmptyFile)[]): void
  state(): PageState
  click(id: string): void
  /** The id of what the keyboard is at. */
  focused(): string
  isBefore(id: string): boolean
  /** Whether a name is kept apart from the text around it wherever it stands. */
  areApart(name: string): boolean
  textOf(id: string): string
  valueOf(id: string): string
  /** How many pictures of a list are there and could be read, or how many sounds. */
  shown(of: { readonly list: string; readonly kind: 'img' | 'audio' }): number
  focusMap(): void
  /** How many points of a map are drawn, in how many groups, and what is said of the one that is pointed at. */
  map(): { readonly points: number; readonly groups: number; readonly said: string; readonly looks: number }
  /** In base64. */
  download(kind: string): Promise<string>
  pixels(of: { readonly chart: string; readonly colour: string }): number
  firstPaint(): number | null
  memory(): Promise<number | null>
  /** Rules of axe that are broken, once its script is in the page, and by what. */
  axe(): Promise<readonly string[]>
}

export interface TableFile {
  readonly name: string
  readonly text: string
}

/** A file whose bytes are in base64. */
export interface BytesFile {
  readonly name: string
  readonly base64: string
}

/** A file of so many bytes without anything in them. */
interface EmptyFile {
  readonly name: string
  readonly size: number
}

/** The playground in a tab. */
export interface PlaygroundTab {
  readonly page: Page
  /** Addresses that were asked for, and what the page's scripts threw. */
  readonly requests: readonly string[]
  readonly errors: readonly string[]
  call<Name extends keyof Watch>(
    name: Name,
    ...given: Parameters<Watch[Name]>
  ): Promise<Awaited<ReturnType<Watch[Name]>>>
  /** @returns the state in which it is so; or the last one, after so many seconds */
  until(isSo: (state: PageState) => boolean, seconds: number): Promise<PageState>
}

/** Opens the playground, and watches it from its beginning. */
export async function openPlayground(browser: Browser, url: string): Promise<PlaygroundTab> {
  const page = await browser.newPage()
  const [requests, errors]: [string[], string[]] = [[], []]
  page.on('request', (request) => requests.push(request.url()))
  page.on('pageerror', (error) => errors.push(error instanceof Error ? (error.stack ?? String(error)) : String(error)))
  await page.evaluateOnNewDocument(await watcher())
  await page.goto(url)
  const call = (name: string, ...given: unknown[]) =>
    page.evaluate(
      (called, all) => {
        const watch = (globalThis as unknown as { playgroundCheck: Record<string, (...given: unknown[]) => unknown> })
          .playgroundCheck
        return watch[called]!(...all)
      },
      name,
      given,
    )
  return {
    page,
    requests,
    errors,
    call: call as PlaygroundTab['call'],
    async until(isSo, seconds) {
      const end = performance.now() + 1e3 * seconds
      for (;;) {
        // While the page is loaded again there is nothing to ask.
        const state = await (call('state') as Promise<PageState>).catch(() => null)
        if (state !== null && (isSo(state) || performance.now() > end)) return state
        if (performance.now() > end + 30_000) throw new Error(`the page says nothing, after ${seconds} seconds`)
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    },
  }
}

function watcher(): Promise<string> {
  return readFile(new URL('../../page/watch.js', import.meta.url), 'utf8')
}
