import type { Check } from '../check.ts'

const steps = 30
const webGpuSteps = 5
const threads = 2
const tolerance = 1e-4
/** Of losses, an embedding and filled values near 1, after a training of some steps. */
const journeyTolerance = 2e-3

/** Bytes of a training worker’s own scripts, compressed. */
const mostScript = 300_000

/**
 * The training step in a browser: an app's bundle holds no Node code, and headless Chromium follows the losses of Node,
 * with threads, without, and on WebGPU. And the whole way of a model there: trained, stopped, gone on with, read, used; tables
 * read from files and streams, and written. In Chromium and Firefox runs and models are kept in the browser's files, by tabs that
 * are reloaded, killed, two at a time, and without room.
 */
export const browser: Check = {
  name: 'browser',
  description: 'the training step bundled for headless Chromium follows the losses of Node (about a minute)',
  async run() {
    const { compareRuns, worstRelativeDifference, workDifferences } = await import('@romae/browser-check')
    const { bundle, workerSize, node, isolated, plain, webGpu, work, saving } = await compareRuns({
      steps,
      threads,
      webGpuSteps,
    })
    const pages = [isolated, plain, webGpu]
    const firstSteps = { ...node, losses: node.losses.slice(0, webGpuSteps) }
    const worst = Math.max(
      ...[isolated, plain].map((run) => worstRelativeDifference(run, node)),
      worstRelativeDifference(webGpu, firstSteps),
    )
    const failures = [
      ...bundle.nodeCode.map((name) => `the bundle for browsers holds ${name}`),
      ...(workerSize <= mostScript
        ? []
        : [`a training worker has ${workerSize} bytes of script, more than ${mostScript}`]),
      ...pages
        .filter(({ engine }) => engine.name !== 'onnxruntime-web')
        .map(({ engine }) => `Chromium ran on the engine ${engine.name}: ${engine.reason}`),
      // The page's own thread is one of them.
      ...(isolated.engine.threads === threads && isolated.workers + 1 === threads
        ? []
        : [`${threads} threads were asked for, ${isolated.engine.threads} promised, ${isolated.workers + 1} ran`]),
      ...(plain.engine.threads === 1 && /not cross-origin isolated/.test(plain.engine.reason)
        ? []
        : [`without isolation: ${plain.engine.threads} threads, "${plain.engine.reason}"`]),
      ...(webGpu.engine.device === 'webgpu' ? [] : [`WebGPU was asked for, ${webGpu.engine.device} computed`]),
      ...(worst <= tolerance ? [] : [`the losses differ by ${worst.toExponential(1)}, more than ${tolerance}`]),
      ...workDifferences(work, journeyTolerance),
      ...saving.problems,
      ...(saving.browsers.length > 0 ? [] : ['no browser has saved anything']),
    ]
    return {
      ok: failures.length === 0,
      figure: `losses of ${steps} steps in Chromium with ${threads} threads and one, ${webGpuSteps} on WebGPU, against Node: worst relative difference ${worst.toExponential(1)}; kept and gone on with in ${saving.browsers.join(' and ')}`,
      details: failures,
      listing: [
        ...saving.lines,
        `a training worker for tables: ${(workerSize / 1000).toFixed(0)} kB of script compressed, apart from tfjs-core, ONNX Runtime, Parquet and NPZ`,
        ...[
          ['Node', node],
          [`Chromium, ${threads} threads`, isolated],
          ['Chromium, one thread', plain],
        ].map(
          ([where, run]) =>
            `${where}: ${(run as typeof node).millisecondsPerStep.toFixed(1)} ms a step, ${((run as typeof node).millisecondsPerStep / node.millisecondsPerStep).toFixed(1)} times Node's with all cores`,
        ),
      ],
    }
  },
}
