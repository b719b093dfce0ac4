import type { OnnxRuntimeWebOptions } from '@romae/engine/onnxruntime-web'
import type { Browser } from 'playwright-core'
import type { CheckedPage } from './page/main.ts'
import type { PageJourney } from './page-journey.ts'
import type { PageTables } from './page-tables.ts'
import type { TrainingRun } from './training-run.ts'
import { withPage } from './with-page.ts'

/** A training run, and how many workers the page had started at its end: a thread each, beside the page's own. */
export interface PageRun extends TrainingRun {
  readonly workers: number
}

/** What a page's own user would do there. */
export interface PageWork {
  readonly journey: PageJourney
  readonly tables: PageTables
}

/** What the page is asked for. */
export interface PageRunOptions {
  readonly steps: number
  /** Of the engine that `createEngine` takes by itself. */
  readonly engine: OnnxRuntimeWebOptions
}

/**
 * Trains in a page of the browser.
 *
 * @throws Error if the page threw, or wrote an error to its console
 */
export async function pageRun(browser: Browser, url: string, { steps, engine }: PageRunOptions): Promise<PageRun> {
  return withPage(browser, url, async (page) => {
    const run = await page.evaluate(
      (options) => (globalThis as unknown as { page: CheckedPage }).page.train(options.steps, options.engine),
      { steps, engine },
    )
    return { ...run, workers: page.workers().length }
  })
}

/**
 * Goes the whole way of a model in a page of the browser, and reads tables there.
 *
 * @throws Error if the page threw, or wrote an error to its console
 */
export async function journeyOn(browser: Browser, url: string): Promise<PageWork> {
  return withPage(browser, url, (page) =>
    page.evaluate(async () => {
      const { journey, tables } = (globalThis as unknown as { page: CheckedPage }).page
      return { journey: await journey(), tables: await tables() }
    }),
  )
}
