import { readFileSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createRandom } from '@romae/core'
import { type Ended, type Launched, launch } from './launch.ts'
import type { RankTask } from './rank.ts'

/** What became of runs of which a rank was killed. */
export interface Kills {
  /** With SIGKILL, a rank. */
  readonly kills: number
  /** Launchers that were told to end. */
  readonly stops: number
  readonly lost: readonly string[]
  readonly hung: readonly string[]
  readonly differing: readonly string[]
}

/** Milliseconds after which ranks are taken for hung: six times what their watchdog waits, as a busy machine starts them late. */
const patience = 180_000

const files = ['model.safetensors', 'optimizer.safetensors', 'run.json'] as const
const every = 4

/**
 * Kills a rank of two to four at a random moment, or tells the launcher to end; begins again in the same folder, every second time as
 * another number of ranks; and compares what comes out where the number stayed the same.
 */
export async function killRanks(folder: string, count: number, seed: number, steps = 40): Promise<Kills> {
  const random = createRandom(seed, 'kills')
  const found = { kills: 0, stops: 0, lost: [] as string[], hung: [] as string[], differing: [] as string[] }
  const taskOf = (place: string): RankTask => ({
    scenario: 'pretraining',
    parts: null,
    steps,
    checkpoints: { folder: path.join(folder, place), every },
  })
  const whole = new Map<number, string>()
  const uninterrupted = async (ranks: number) => {
    const place = `whole-${ranks}`
    if (!whole.has(ranks)) {
      await mkdir(path.join(folder, place))
      await (await launch(ranks, [taskOf(place)])).ended
      whole.set(ranks, place)
    }
    return whole.get(ranks)!
  }
  for (let run = 0; found.kills + found.stops < count && found.lost.length + found.hung.length < 5; run++) {
    const ranks = 2 + random.integer(3)
    const isStop = run % 5 === 4
    const place = `run-${run}`
    const name = `run ${run} of ${ranks} ranks`
    await mkdir(path.join(folder, place))
    const running = await launch(ranks, [taskOf(place)], { patience })
    const hit = await hitSometime(running, isStop ? null : random.integer(ranks), 1500 * random.uniform())
    const ended = await running.ended
    if (ended.isHung) found.hung.push(name)
    if (!hit) continue
    if (isStop) found.stops++
    else found.kills++
    const others = run % 2 === 0 ? ranks : 2 + ((ranks - 1) % 3)
    const again = await (await launch(others, [taskOf(place)], { patience })).ended
    if (again.isHung) found.hung.push(`${name}, begun again as ${others}`)
    const [saved, from] = [stepOf(ended, 'checkpoint'), stepOf(again, 'resume')]
    const isDone = again.code === 0 && again.said.filter(({ type }) => type === 'done').length === others
    if (!isDone || from < saved) {
      found.lost.push(`${name}: saved step ${saved}, then ${others} went on from ${from}: ${JSON.stringify(again)}`)
    } else if (others === ranks && !(await isSame(folder, place, await uninterrupted(ranks), steps))) {
      found.differing.push(name)
    }
  }
  return found
}

/** The last step of such an event; 0: there was none. */
function stepOf({ said }: Ended, type: 'checkpoint' | 'resume'): number {
  return said.reduce((last, one) => (one.type === type ? one.step : last), 0)
}

/** Waits until training has begun, and then for some time. @param rank null: the launcher. @returns false: it was over before */
async function hitSometime({ child, said, ended }: Launched, rank: number | null, delay: number): Promise<boolean> {
  let isOver = false
  void ended.then(() => {
    isOver = true
  })
  while (!isOver && !said().some(({ type }) => type === 'start')) await sleep(10)
  await sleep(delay)
  if (isOver) return false
  if (rank === null) return child.kill('SIGTERM')
  const begun = said().find((one) => one.type === 'begun' && one.rank === rank) as
    | { readonly process: number }
    | undefined
  if (begun === undefined || !isOurs(begun.process)) return false
  return process.kill(begun.process, 'SIGKILL')
}

/** A number may be another process's by now. */
function isOurs(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('bundled-scripts')
  } catch {
    return false
  }
}

async function isSame(folder: string, place: string, whole: string, steps: number): Promise<boolean> {
  const step = `step-${String(steps).padStart(8, '0')}`
  const [own, other] = await Promise.all(
    [place, whole].map((one) => Promise.all(files.map((file) => readFile(path.join(folder, one, step, file))))),
  )
  return own!.every((bytes, index) => bytes.equals(other![index]!))
}
