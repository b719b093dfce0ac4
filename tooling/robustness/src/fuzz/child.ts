import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { RomaeError } from '@romae/tokenizer'
import { allFormats, makeInput } from './inputs.ts'
import { limits } from './limits.ts'

/** Which inputs a child process reads. */
export interface ChildTask {
  readonly seed: number
  readonly inputs: number
  /** The first of its inputs, and the way to the next. */
  readonly from: number
  readonly stride: number
  /** The number of the input being read is written here, where the parent finds it if this process dies. */
  readonly progressFile: string
}

/** What came of the inputs so far. */
export interface ChildReport {
  readonly done: boolean
  readonly read: number
  /** By format and error code, or `read`. */
  readonly outcomes: Readonly<Record<string, number>>
  readonly findings: readonly { readonly input: number; readonly format: string; readonly what: string }[]
  /** The most that one input allocated beyond twice its size, in MB. */
  readonly allocated: number
}

async function perform({ seed, inputs, from, stride, progressFile }: ChildTask): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'romae-fuzz-'))
  const progress = openSync(progressFile, 'w')
  const { formats, close } = await allFormats(folder)
  const outcomes: Record<string, number> = {}
  const findings: { input: number; format: string; what: string }[] = []
  let read = 0
  let allocated = 0
  const report = (done: boolean) => process.send!({ done, read, outcomes, findings, allocated } satisfies ChildReport)
  try {
    for (let input = from; input < inputs; input += stride) {
      const { format, bytes } = makeInput(formats, seed, input)
      writeSync(progress, String(input).padEnd(12), 0)
      const finding = (what: string) => void findings.push({ input, format: format.name, what })
      const before = usage()
      let outcome = 'read'
      try {
        await format.read(bytes)
      } catch (error) {
        if (RomaeError.isInstance(error)) outcome = error.code
        else finding(`an untyped error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
      }
      const after = usage()
      const seconds = (after.cpu - before.cpu) / 1e6
      if (seconds > limits.seconds) finding(`${seconds.toFixed(1)} s of processor time`)
      const beyond = Math.max(after.held - before.held, after.peak - before.peak) - 2 * bytes.length
      // The first inputs load and compile code.
      if (read >= limits.warmUp) allocated = Math.max(allocated, beyond / 2 ** 20)
      if (read >= limits.warmUp && beyond > limits.constantBytes)
        finding(`${(beyond / 2 ** 20).toFixed(0)} MB allocated`)
      const key = `${format.name}: ${outcome}`
      outcomes[key] = (outcomes[key] ?? 0) + 1
      read += 1
      if (read % 500 === 0) report(false)
    }
    report(true)
  } finally {
    await close()
    closeSync(progress)
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Microseconds of processor time; bytes held, by arrays even where no page of them was touched; most bytes resident. */
function usage() {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  const { arrayBuffers, heapUsed } = process.memoryUsage()
  return { cpu: userCPUTime + systemCPUTime, held: arrayBuffers + heapUsed, peak: 1024 * maxRSS }
}

// This module is a program of its own, which `fuzz` starts.
process.once('message', async (task: ChildTask) => {
  await perform(task)
  process.disconnect()
})
