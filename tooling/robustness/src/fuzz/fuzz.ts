import { fork } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { bundleScript } from '@romae/build/bundle-script'
import type { ChildReport, ChildTask } from './child.ts'
import { allFormats, makeInput } from './inputs.ts'
import { limits } from './limits.ts'

/** What came of all inputs. */
export interface FuzzResult {
  /** How many were read or refused. */
  readonly read: number
  /** By format and error code, or `read`. */
  readonly outcomes: ReadonlyMap<string, number>
  /** One line each; what they are about is saved in `folder`. */
  readonly findings: readonly string[]
  /** The most that one input allocated beyond twice its size, in MB. */
  readonly allocated: number
  /** Holds the inputs that were found; absent where there are none. */
  readonly folder: string | null
}

const program = new URL('./child.ts', import.meta.url)

/** Reads damaged files in child processes, which a watchdog replaces where one dies or stands still. */
export async function fuzz(options: {
  readonly seed: number
  readonly inputs: number
  readonly workers: number
  /** Milliseconds without an answer after which a process counts as hanging. */
  readonly patience?: number
  /** Processes that are replaced; what kills more of them shall not take for ever. */
  readonly mostLost?: number
}): Promise<FuzzResult> {
  const { seed, inputs, workers, patience = limits.patience, mostLost = limits.mostLost } = options
  const outcomes = new Map<string, number>()
  const findings: { input: number; what: string }[] = []
  let read = 0
  let allocated = 0
  let lost = 0
  const scratch = await mkdtemp(path.join(tmpdir(), 'romae-fuzz-'))
  const count = (report: ChildReport) => {
    read += report.read
    allocated = Math.max(allocated, report.allocated)
    for (const [key, times] of Object.entries(report.outcomes)) outcomes.set(key, (outcomes.get(key) ?? 0) + times)
    findings.push(...report.findings.map(({ input, format, what }) => ({ input, what: `${format}: ${what}` })))
  }
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      let from = worker
      while (lost < mostLost) {
        const progressFile = path.join(scratch, `progress-${worker}`)
        const { report, fate } = await runChild({ seed, inputs, from, stride: workers, progressFile }, patience)
        if (report !== null) count(report)
        if (fate === null) return
        lost += 1
        findings.push(fate)
        from = fate.input + workers
      }
    }),
  )
  const folder = findings.length === 0 ? null : await saveInputs(seed, findings)
  await rm(scratch, { recursive: true })
  const lines = findings.map(({ input, what }) => `input ${input} of seed ${seed}: ${what}`)
  return { read, outcomes, findings: lines, allocated, folder }
}

/** The child's last report; and its fate, null where it has read all its inputs. */
async function runChild(
  task: ChildTask,
  patience: number,
): Promise<{
  report: ChildReport | null
  fate: { input: number; what: string } | null
}> {
  await writeFile(task.progressFile, '')
  const child = fork(await bundleScript(program), {
    execArgv: ['--max-old-space-size=512'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let report: ChildReport | null = null
  let complaint = ''
  child.stderr!.on('data', (text) => {
    complaint = (complaint + text).slice(-500)
  })
  child.on('message', (message: ChildReport) => {
    report = message
  })
  const ended = new Promise<string>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(`the process ended (${signal ?? code}): ${complaint}`))
  })
  child.send(task)
  let standing = 0
  let seen = ''
  const watchdog = setInterval(async () => {
    const now = await readFile(task.progressFile, 'utf8').catch(() => seen)
    standing = now === seen ? standing + 500 : 0
    seen = now
    if (standing >= patience && now !== '') child.kill('SIGKILL')
  }, 500)
  const what = await ended
  clearInterval(watchdog)
  if ((report as ChildReport | null)?.done) return { report, fate: null }
  const input = Number.parseInt(await readFile(task.progressFile, 'utf8'), 10)
  if (Number.isNaN(input)) throw new Error(`a child did not begin: ${what}`)
  return { report, fate: { input, what: standing >= patience ? 'no answer: it hangs' : what } }
}

/** Makes the inputs of findings again, for whoever looks into them. */
async function saveInputs(seed: number, findings: readonly { input: number }[]): Promise<string> {
  const folder = path.join(tmpdir(), `romae-fuzz-findings-${seed}`)
  const scratch = await mkdtemp(path.join(tmpdir(), 'romae-fuzz-'))
  await mkdir(folder, { recursive: true })
  const { formats, close } = await allFormats(scratch)
  for (const { input } of findings.slice(0, 100)) {
    await writeFile(path.join(folder, String(input)), makeInput(formats, seed, input).bytes)
  }
  await close()
  await rm(scratch, { recursive: true })
  return folder
}
