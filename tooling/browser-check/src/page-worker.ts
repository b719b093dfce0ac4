import type { EngineInfo } from '@romae/engine'
import { connectTraining, runToEnd, type TrainingWorker } from '@romae/trainer/browser'
import type { WorkerOfPage } from './page/training-worker.ts'

/** What a page has seen of its worker. */
export interface PageWorker {
  readonly engine: EngineInfo
  /** Steps of a run, and of one that was aborted after its fifth. */
  readonly steps: readonly number[]
  readonly aborted: readonly number[]
  /** Milliseconds that the page was kept from anything else, at most, while its worker trained. */
  readonly longestPause: number
  /** Numbers that went to the worker and came back, and how many bytes of them the page had left. */
  readonly doubled: { readonly numbers: readonly number[]; readonly left: number }
  /** Codes of what goes wrong, by what it is. */
  readonly codes: Readonly<Record<string, string>>
}

/** Starts one; the page's script does, where the bundler sees it. */
export interface PageWorkers {
  readonly training: () => TrainingWorker
  readonly silent: () => TrainingWorker
  readonly missing: () => TrainingWorker
}

/** Trains in a worker as a page's author would, with everything that may go wrong. */
export async function pageWorker(start: PageWorkers, folder: string): Promise<PageWorker> {
  const connection = connectTraining<WorkerOfPage>(start.training())
  const codes: Record<string, string> = {}
  const note = async (what: string, work: Promise<unknown>) => {
    codes[what] = await work.then(
      () => 'none',
      (error: { readonly code?: string }) => error.code ?? String(error),
    )
  }
  let engine: EngineInfo | null = null
  const train = async (options: { readonly folder: string; readonly steps: number }, stopAt = Infinity) => {
    const steps: number[] = []
    const controller = new AbortController()
    const run = connection.run('train', options, { signal: controller.signal })
    await runToEnd(run, (event) => {
      if (event.type === 'start') engine = event.engine
      if (event.type !== 'step') return
      steps.push(event.step)
      if (event.step === stopAt) controller.abort()
    })
    return steps
  }
  const pauses = watchPauses()
  const steps = await train({ folder, steps: 12 })
  const longestPause = pauses()
  const aborted = await train({ folder: `${folder}-aborted`, steps: 1000 }, 5)
  const numbers = Float32Array.of(1, 2, 3)
  const doubled = await connection.call('double', numbers, { transfer: [numbers.buffer] })
  for await (const event of connection.run('train', { folder: `${folder}-left`, steps: 1000 })) {
    if (event.type === 'step') break
  }
  await note('a function that is not there', connection.call('fly' as 'double', new Float32Array(1)))
  await note('an input that was handed over', connection.call('double', numbers))
  await note('a run that cannot be', connection.call('train', { folder, steps: -1 }))
  const going = note('a worker that is closed', connection.call('train', { folder: `${folder}-closed`, steps: 1000 }))
  connection.close()
  await going
  await note('a worker that was closed', connection.call('double', new Float32Array(1)))
  for (const [what, worker] of Object.entries({ silent: start.silent, missing: start.missing })) {
    const other = connectTraining<WorkerOfPage>(worker(), { patience: 2000 })
    await note(`a ${what} worker`, other.call('double', new Float32Array(1)))
    other.close()
  }
  return {
    engine: engine!,
    steps,
    aborted,
    longestPause,
    doubled: { numbers: [...doubled], left: numbers.byteLength },
    codes,
  }
}

/** Watches how long timers of the page are late. @returns a function that ends it, and gives the longest time */
function watchPauses(): () => number {
  let longest = 0
  let last = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    longest = Math.max(longest, now - last - 20)
    last = now
  }, 20)
  return () => {
    clearInterval(timer)
    return longest
  }
}
