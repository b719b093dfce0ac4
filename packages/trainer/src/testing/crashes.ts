import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { bundleScript } from '@romae/build/bundle-script'
import { createRandom, type Random } from '@romae/core'
import { stepName } from '../checkpoints/find-checkpoint.ts'
import { loadModel } from '../node/load-model.ts'
import { readMetrics } from '../node/run-log/metrics.ts'

/** What became of runs that were killed. */
export interface CrashReport {
  /** Processes that were killed while they ran. */
  readonly kills: number
  /** Of these, how many left a checkpoint that they were writing, or one that they were removing. */
  readonly killsWhileWriting: number
  /** Runs that went on from an earlier step than a process had said was saved, or did not go on at all. */
  readonly lost: readonly string[]
  /** Folders that could not be loaded after a kill. */
  readonly unreadable: readonly string[]
  /** Runs whose final weights, moments, state or log are not the uninterrupted run's. */
  readonly differing: readonly string[]
}

/** What one process said before it ended. */
interface Said {
  readonly killed: boolean
  /** The step that it went on from; 0 afresh; null where it was killed before it began. */
  readonly from: number | null
  /** The last step that it said was saved. */
  readonly saved: number
  /** Checkpoints that it found and that were not whole. */
  readonly skipped: number
  readonly output: string
}

/**
 * Runs training in processes that are killed with SIGKILL, every other one while it writes a checkpoint, starts each
 * again in its folder, and compares what comes out with an uninterrupted run.
 *
 * @param folder an empty folder
 * @param steps of a run: more than most processes make before they are killed
 */
export async function crash(folder: string, kills: number, seed: number, steps = 120): Promise<CrashReport> {
  const report = {
    kills: 0,
    killsWhileWriting: 0,
    lost: [] as string[],
    unreadable: [] as string[],
    differing: [] as string[],
  }
  const random = createRandom(seed, 'crashes')
  const whole = join(folder, 'uninterrupted')
  await runChild(whole, steps, null)
  // Where every process is lost, none is ever killed.
  for (let run = 0; report.kills < kills && report.lost.length < 10; run++) {
    const place = join(folder, `run-${run}`)
    await mkdir(place)
    let saved = 0
    for (let finished = false; !finished; ) {
      const mayKill = report.kills < kills
      const said = await runChild(place, steps, mayKill ? random : null)
      finished = !said.killed
      const gone = said.from !== null && said.from < saved
      if (gone || (finished && !existsSync(join(place, stepName(steps))))) {
        report.lost.push(`run ${run}: saved step ${saved}, then ${said.output}`)
        break
      }
      if (said.skipped > 0) report.unreadable.push(`run ${run}: ${said.skipped} torn checkpoints were visible`)
      saved = Math.max(saved, said.saved)
      if (!said.killed) continue
      report.kills++
      if (readdirSync(place).some((name) => /\.(writing|removing)$/.test(name))) report.killsWhileWriting++
      if (saved > 0) await loadModel(place).catch((cause: unknown) => report.unreadable.push(`run ${run}: ${cause}`))
    }
    if ((await logOf(place)) !== (await logOf(whole))) report.differing.push(`run ${run}: the log`)
    for (const file of ['model.safetensors', 'optimizer.safetensors', 'run.json']) {
      const [expected, got] = [whole, place].map((one) => readFile(join(one, stepName(steps), file)).catch(() => null))
      const [a, b] = [await expected!, await got!]
      if (a === null || b === null || !a.equals(b)) report.differing.push(`run ${run}: ${file}`)
    }
  }
  return report
}

/** What a run's log says, times aside; why it cannot be read. */
async function logOf(folder: string): Promise<string> {
  try {
    const events = await readMetrics(folder)
    return JSON.stringify(events, (key, value) => (/^time$|milliseconds$/i.test(key) ? undefined : value))
  } catch (cause) {
    return String(cause)
  }
}

/** One process, which is killed at a random moment where `random` is given. */
async function runChild(folder: string, steps: number, random: Random | null): Promise<Said> {
  const script = await bundleScript(new URL('./crashing-child.ts', import.meta.url))
  const child = spawn(process.execPath, [script, folder, `${steps}`])
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk
  })
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk
  })
  const ended = new Promise<NodeJS.Signals | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (_, signal) => resolve(signal))
  })
  const killing =
    random === null
      ? Promise.resolve()
      : killSometime(
          () => child.kill('SIGKILL'),
          folder,
          random,
          ended,
          () => output,
        )
  const signal = await ended
  await killing
  const events = output.split('\n').map((line) => line.split(' '))
  const stepOf = (type: string) => Number(events.filter(([first]) => first === type).at(-1)?.[1] ?? 0)
  const began = events.some(([first]) => first === 'start')
  const went = events.some(([first]) => first === 'resume' || first === 'checkpoint')
  return {
    killed: signal === 'SIGKILL',
    from: began && went ? stepOf('resume') : null,
    saved: stepOf('checkpoint'),
    skipped: Number(events.find(([first]) => first === 'resume')?.[2] ?? 0),
    output,
  }
}

/** Waits until training has begun, then for a random time, and every other time for a checkpoint that is being written. */
async function killSometime(
  kill: () => void,
  folder: string,
  random: Random,
  ended: Promise<unknown>,
  output: () => string,
): Promise<void> {
  let over = false
  void ended.then(() => {
    over = true
  })
  while (!over && !output().includes('start')) await sleep(5)
  await sleep(400 * random.uniform())
  if (random.uniform() < 0.6) {
    while (!over && !readdirSync(folder).some((name) => name.endsWith('.writing'))) await new Promise(setImmediate)
    // Writing a checkpoint takes some milliseconds: the kill falls anywhere in it, or a little after.
    const until = performance.now() + 8 * random.uniform()
    while (performance.now() < until) await new Promise(setImmediate)
  }
  kill()
}
