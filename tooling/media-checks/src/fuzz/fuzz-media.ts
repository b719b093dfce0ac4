import { fork } from 'node:child_process'
import { bundleScript } from '@romae/build/bundle-script'
import type { ChildMessage, ChildTask } from './child.ts'

export interface FuzzOptions {
  readonly seed: number
  /** Mutated inputs; the hand-made ones come besides. */
  readonly mutations: number
  /** Child processes side by side. */
  readonly workers: number
  /** Milliseconds that one input may take before its process is killed. */
  readonly patience: number
}

/** What came of all inputs. */
export interface FuzzResult {
  readonly handMade: number
  readonly mutated: number
  /** How many inputs ended with each error code, or `decoded`. */
  readonly outcomes: ReadonlyMap<string, number>
  /** Crashes, hangs, untyped errors, errors that do not name the file, hostile files that were decoded. */
  readonly problems: readonly string[]
  /** The largest growth of a child's resident memory, in MB. */
  readonly growth: number
}

const program = new URL('./child.ts', import.meta.url)

/** Decodes inputs in child processes, which a watchdog replaces where one dies or stands still. */
export async function fuzzMedia({ seed, mutations, workers, patience }: FuzzOptions): Promise<FuzzResult> {
  const outcomes = new Map<string, number>()
  const problems: string[] = []
  let growth = 0
  let handMade = 0
  let lost = 0
  const observe = (message: ChildMessage) => {
    if (message.type === 'done') handMade = message.handMade
    if (message.type !== 'end') return
    outcomes.set(message.code, (outcomes.get(message.code) ?? 0) + 1)
    growth = Math.max(growth, message.growth)
    const { input, name, problem } = message
    if (problem !== undefined) problems.push(`input ${input} of seed ${seed} (${name}): ${problem}`)
  }
  const file = await bundleScript(program)
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      let from = worker
      while (lost < MAX_LOST) {
        const fate = await runChild(file, { seed, mutations, from, stride: workers }, patience, observe)
        if (fate === null) return
        lost += 1
        problems.push(`input ${fate.input} of seed ${seed}: ${fate.problem}`)
        from = fate.input + workers
      }
    }),
  )
  if (lost >= MAX_LOST) problems.push(`${lost} processes were lost; the rest of the inputs was not tried`)
  const all = [...outcomes.values()].reduce((sum, count) => sum + count, 0)
  return { handMade, mutated: all - handMade, outcomes, problems, growth }
}

/** Null when the child did all of its inputs; else the one that it did not survive. */
function runChild(
  file: string,
  task: ChildTask,
  patience: number,
  observe: (message: ChildMessage) => void,
): Promise<{ input: number; problem: string } | null> {
  return new Promise((resolve, reject) => {
    const child = fork(file, {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    let input = task.from - task.stride
    let stands = false
    let isDone = false
    let complaint = ''
    const kill = () => {
      stands = true
      child.kill('SIGKILL')
    }
    let watchdog = setTimeout(kill, STARTING)
    child.stderr!.on('data', (text) => {
      complaint = (complaint + text).slice(-500)
    })
    child.on('message', (message: ChildMessage) => {
      clearTimeout(watchdog)
      watchdog = setTimeout(kill, patience)
      if (message.type === 'begin') input = message.input
      if (message.type === 'done') isDone = true
      observe(message)
    })
    child.once('error', reject)
    child.once('close', (code, signal) => {
      clearTimeout(watchdog)
      if (isDone) resolve(null)
      else if (input < task.from) reject(new Error(`the child did not start: ${complaint}`))
      else if (stands) resolve({ input, problem: `no answer for ${patience / 1000} s` })
      else resolve({ input, problem: `the process ended (${signal ?? code}): ${complaint}` })
    })
    child.send(task)
  })
}

/** Processes that are replaced; what kills more of them shall not take for ever. */
const MAX_LOST = 5
/** Milliseconds to load everything and to decode the seed files. */
const STARTING = 60_000
