import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createEngine } from '@romae/engine'
import { folderStorage, pretrain, runToEnd } from '@romae/trainer/node'
import { bundlePage, type PageBundle } from './bundle-page.ts'
import { launchChromium } from './chromium.ts'
import { pageJourney } from './page-journey.ts'
import { journeyOn, type PageRun, type PageRunOptions, type PageWork, pageRun } from './page-run.ts'
import { kept, savingData } from './page-saving.ts'
import { pageTables } from './page-tables.ts'
import { serveFolder } from './serve-folder.ts'
import { tabBrowsers } from './tabs.ts'
import { type TrainingRun, trainingRun } from './training-run.ts'
import { tryMedia } from './try-media.ts'
import { tryPictures } from './try-pictures.ts'
import { trySaving } from './try-saving.ts'
import { tryWorker } from './try-worker.ts'
import { workerSize } from './worker-size.ts'

/** The same training run in Node and in the browser. */
export interface RunComparison {
  readonly bundle: PageBundle
  /** Of a training worker for tables: bytes, compressed. */
  readonly workerSize: number
  readonly node: TrainingRun
  /** On a page that is cross-origin isolated: WebAssembly with threads. */
  readonly isolated: PageRun
  /** On a page that is not: one thread. */
  readonly plain: PageRun
  /** On WebGPU, whose device Chromium computes on the processor: that the numbers are right, not that they come fast. */
  readonly webGpu: PageRun
  /** What the page's own user would do, in the browser and, with a folder, in Node. */
  readonly work: { readonly browser: PageWork; readonly node: PageWork }
  /** Saving, going on, and training in a worker, in each browser that is installed. */
  readonly saving: {
    readonly browsers: readonly string[]
    readonly lines: readonly string[]
    readonly problems: readonly string[]
  }
}

/** How many steps to compare, and the threads to ask for on the page. */
export interface RunComparisonOptions {
  readonly steps: number
  readonly threads: number
  /** Fewer: a processor takes seconds over a step on WebGPU. */
  readonly webGpuSteps: number
}

/** Bundles the page, and trains in Node and on the page. */
export async function compareRuns({ steps, threads, webGpuSteps }: RunComparisonOptions): Promise<RunComparison> {
  const folder = await mkdtemp(path.join(tmpdir(), 'romae-browser-check-'))
  try {
    const bundle = await bundlePage(fileURLToPath(new URL('./page', import.meta.url)), folder)
    const node = await nodeRun(steps)
    const browser = await launchChromium()
    try {
      const served = async <Result>(isolated: boolean, use: (url: string) => Promise<Result>) => {
        const server = await serveFolder(folder, { isolated })
        try {
          return await use(server.url)
        } finally {
          await server.close()
        }
      }
      const runOn = (isolated: boolean, options: PageRunOptions) =>
        served(isolated, (url) => pageRun(browser, url, options))
      return {
        bundle,
        workerSize: await workerSize(fileURLToPath(new URL('..', import.meta.url))),
        node,
        isolated: await runOn(true, { steps, engine: { threads } }),
        plain: await runOn(false, { steps, engine: { threads } }),
        webGpu: await runOn(true, { steps: webGpuSteps, engine: { device: 'webgpu' } }),
        work: {
          browser: await served(false, (url) => journeyOn(browser, url)),
          node: { journey: await pageJourney(folderStorage(path.join(folder, 'journey'))), tables: await pageTables() },
        },
        saving: await served(false, (url) => served(true, (isolatedUrl) => useTabs(url, isolatedUrl))),
      }
    } finally {
      await browser.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** In all browsers side by side: a tab waits for much beside its processor. */
async function useTabs(url: string, isolatedUrl: string): Promise<RunComparison['saving']> {
  const trained = await runToEnd(pretrain({ ...savingData(), training: { steps: 4, batchSize: 4 } }))
  const modelOfNode = await kept(trained)
  const tried = tabBrowsers().map(async (launch) => {
    const browser = await launch()
    try {
      const problems = await trySaving(browser, url, modelOfNode)
      problems.push(...(await tryWorker(browser, isolatedUrl)))
      const media = await tryMedia(browser, url)
      const pictures = await tryPictures(browser, url)
      problems.push(...media.problems, ...pictures.problems)
      return { name: browser.name, lines: [media.line, pictures.line], problems }
    } finally {
      await browser.close()
    }
  })
  const all = await Promise.all(tried)
  return {
    browsers: all.map(({ name }) => name),
    lines: all.flatMap(({ lines }) => lines),
    problems: all.flatMap(({ problems }) => problems),
  }
}

async function nodeRun(steps: number): Promise<TrainingRun> {
  const engine = await createEngine('onnxruntime-node')
  try {
    return await trainingRun(engine, steps)
  } finally {
    await engine.dispose()
  }
}

/** The largest difference between two runs' losses of one step, relative to the second's. */
export function worstRelativeDifference(run: TrainingRun, reference: TrainingRun): number {
  if (run.losses.length === 0 || run.losses.length !== reference.losses.length) return Number.POSITIVE_INFINITY
  const differences = run.losses.map((loss, step) => Math.abs(loss / reference.losses[step]! - 1))
  // NaN would lose every comparison.
  return differences.every(Number.isFinite) ? Math.max(...differences) : Number.POSITIVE_INFINITY
}

/** Where what a page's user does does not come out as in Node: one line each. */
export function workDifferences({ browser: page, node: here }: RunComparison['work'], tolerance: number): string[] {
  const differences: string[] = []
  for (const what of ['files', 'blob', 'stream', 'written'] as const) {
    const [got, expected] = [JSON.stringify(page.tables[what]), JSON.stringify(here.tables[what])]
    if (got !== expected) differences.push(`tables, ${what}, in Chromium: ${got}, in Node: ${expected}`)
  }
  const [browser, node] = [page.journey, here.journey]
  if (JSON.stringify(browser.parts) !== JSON.stringify(node.parts)) {
    differences.push(`steps in Chromium: ${JSON.stringify(browser.parts)}, in Node: ${JSON.stringify(node.parts)}`)
  }
  for (const what of ['losses', 'embedding', 'filled'] as const) {
    const [got, expected] = [browser[what], node[what]]
    const worst = Math.max(
      ...expected.map((value, place) => Math.abs(value - (got[place] ?? Number.POSITIVE_INFINITY))),
    )
    if (got.length === expected.length && expected.length > 0 && worst <= tolerance) continue
    differences.push(`${what} in Chromium, ${got.length}, differ by ${worst} from the ${expected.length} of Node`)
  }
  return differences
}
