import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createEngine } from '@romae/engine'
import { bundlePage, type PageBundle } from './bundle-page.ts'
import { launchChromium } from './chromium.ts'
import { type PageRun, type PageRunOptions, pageRun } from './page-run.ts'
import { serveFolder } from './serve-folder.ts'
import { type TrainingRun, trainingRun } from './training-run.ts'

/** The same training run in Node and in the browser. */
export interface RunComparison {
  readonly bundle: PageBundle
  readonly node: TrainingRun
  /** On a page that is cross-origin isolated: WebAssembly with threads. */
  readonly isolated: PageRun
  /** On a page that is not: one thread. */
  readonly plain: PageRun
  /** On WebGPU, whose device Chromium computes on the processor: that the numbers are right, not that they come fast. */
  readonly webGpu: PageRun
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
      const runOn = async (isolated: boolean, options: PageRunOptions) => {
        const server = await serveFolder(folder, { isolated })
        try {
          return await pageRun(browser, server.url, options)
        } finally {
          await server.close()
        }
      }
      return {
        bundle,
        node,
        isolated: await runOn(true, { steps, engine: { threads } }),
        plain: await runOn(false, { steps, engine: { threads } }),
        webGpu: await runOn(true, { steps: webGpuSteps, engine: { device: 'webgpu' } }),
      }
    } finally {
      await browser.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
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
