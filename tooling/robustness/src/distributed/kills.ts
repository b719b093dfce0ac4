import { readFileSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Mpi } from '@romae/build/mpirun'
import { createRandom } from '@romae/core'
import { type Ended, hashesOf, type Launched, type LaunchOptions, launch } from './launch.ts'
import type { RankTask } from './rank.ts'

/** What became of runs of which a rank was killed. */
export interface Kills {
  /** Ranks that got SIGKILL. */
  readonly kills: number
  /** How many of them were rank 0, which alone writes. */
  readonly ofFirst: number
  /** Launchers that were told to end. */
  readonly stops: number
  /** Runs, of all these, that had saved something to go on from. */
  readonly saved: number
  /** How many were begun again as many ranks as before, and how many as another number. */
  readonly same: number
  readonly other: number
  readonly lost: readonly string[]
  readonly hung: readonly string[]
  readonly differing: readonly string[]
}

/** Milliseconds after which ranks are taken for hung: six times what their watchdog waits, as a busy machine starts them late. */
const patience = 180_000

const files = ['model.safetensors', 'optimizer.safetensors', 'run.json'] as const
const every = 4

/** Steps of a run, of which each saves a checkpoint every so many: several seconds, in which something can happen. */
const steps = 60

/**
 * Kills a rank of two to four at a random moment of a run, and tells the launcher of every fifth run to end instead; begins again in
 * the same folder, every second time as another number of ranks; and compares what comes out where the number stayed the same.
 *
 * @param count ranks to be killed
 * @param options with what to tell what has come of each run
 */
export async function killRanks(
  folder: string,
  count: number,
  seed: number,
  { tell, mpi = 'Open MPI' }: { readonly tell: (line: string) => void; readonly mpi?: Mpi },
): Promise<Kills> {
  const random = createRandom(seed, 'kills')
  const found = { kills: 0, ofFirst: 0, stops: 0, saved: 0, same: 0, other: 0 }
  const [lost, hung, differing]: string[][] = [[], [], []]
  const taskOf = (place: string): RankTask => ({
    scenario: 'pretraining',
    parts: null,
    steps,
    checkpoints: { folder: path.join(folder, place), every },
  })
  const whole = new Uninterrupted(folder, taskOf, { mpi, patience })
  for (let run = 0; (found.kills < count || found.stops === 0) && lost!.length + hung!.length < 5; run++) {
    const ranks = 2 + random.integer(3)
    const victim = run % 5 === 4 || found.kills >= count ? null : random.integer(ranks)
    const place = `run-${run}`
    const name = `run ${run} of ${ranks} ranks`
    const { milliseconds } = await whole.of(ranks)
    await mkdir(path.join(folder, place))
    const running = await launch(ranks, [taskOf(place)], { mpi, patience })
    const isHit = await hitSometime(running, victim, milliseconds * random.uniform())
    const ended = await running.ended
    if (ended.isHung) hung!.push(name)
    if (!isHit) continue
    if (victim === null) found.stops++
    else found.kills++
    if (victim === 0) found.ofFirst++
    const others = run % 2 === 0 ? ranks : 2 + ((ranks - 1) % 3)
    const again = await (await launch(others, [taskOf(place)], { mpi, patience })).ended
    if (again.isHung) hung!.push(`${name}, begun again as ${others}`)
    const [saved, from] = [stepOf(ended, 'checkpoint'), stepOf(again, 'resume')]
    if (saved > 0) found.saved++
    if (others === ranks) found.same++
    else found.other++
    const hashes = again.said.flatMap((one) => (one.type === 'done' ? [one.hash] : []))
    if (again.code !== 0 || hashes.length !== others || from < saved) {
      lost!.push(`${name}: saved step ${saved}, then ${others} went on from ${from}: ${JSON.stringify(again)}`)
    } else if (new Set(hashes).size > 1) differing!.push(`${name}: ${others} ranks that went on have other bits`)
    else if (others === ranks && !(await isSame(folder, place, (await whole.of(ranks)).place))) differing!.push(name)
    const what = victim === null ? 'the launcher got SIGTERM' : `rank ${victim} was killed`
    tell(
      `${mpi}, ${name}: ${what} after step ${saved} was saved; ${others} went on from ${from}, and ended with ${again.code}`,
    )
  }
  return { ...found, lost: lost!, hung: hung!, differing: differing! }
}

/** Runs that nobody disturbs, by their number of ranks. */
class Uninterrupted {
  readonly #runs = new Map<number, { readonly place: string; readonly milliseconds: number }>()
  readonly #folder: string
  readonly #taskOf: (place: string) => RankTask
  readonly #options: LaunchOptions

  constructor(folder: string, taskOf: (place: string) => RankTask, options: LaunchOptions) {
    this.#folder = folder
    this.#taskOf = taskOf
    this.#options = options
  }

  /** @returns where it is, and how long it trained */
  async of(ranks: number): Promise<{ readonly place: string; readonly milliseconds: number }> {
    const made = this.#runs.get(ranks)
    if (made !== undefined) return made
    const place = `whole-${ranks}`
    await mkdir(path.join(this.#folder, place))
    const running = await launch(ranks, [this.#taskOf(place)], this.#options)
    await hasBegun(running)
    const started = performance.now()
    hashesOf(await running.ended, ranks, 1)
    const run = { place, milliseconds: performance.now() - started }
    this.#runs.set(ranks, run)
    return run
  }
}

/** The last step of such an event; 0: there was none. */
function stepOf({ said }: Ended, type: 'checkpoint' | 'resume'): number {
  return said.reduce((last, one) => (one.type === type ? one.step : last), 0)
}

/** Waits until all ranks have met. @returns false where they ended before */
async function hasBegun({ said, ended }: Launched): Promise<boolean> {
  let isOver = false
  void ended.then(() => {
    isOver = true
  })
  while (!isOver && !said().some(({ type }) => type === 'begun')) await sleep(10)
  return !isOver
}

/** Waits until the ranks have met, and then for some time. @param rank null: the launcher. @returns false: it was over before */
async function hitSometime(running: Launched, rank: number | null, delay: number): Promise<boolean> {
  if (!(await hasBegun(running))) return false
  await sleep(delay)
  const { child, said } = running
  if (child.exitCode !== null) return false
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

async function isSame(folder: string, place: string, whole: string): Promise<boolean> {
  const step = `step-${String(steps).padStart(8, '0')}`
  const [own, other] = await Promise.all(
    [place, whole].map((one) => Promise.all(files.map((file) => readFile(path.join(folder, one, step, file))))),
  )
  return own!.every((bytes, index) => bytes.equals(other![index]!))
}
