import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mean } from '@romae/internal/statistics'
import { Answers } from '../answers.ts'
import { type Quartiles, quartiles } from '../statistics.ts'
import type { MediaWork, Question } from './child.ts'
import { writeTestData } from './test-data.ts'

const program = fileURLToPath(new URL('./child.ts', import.meta.url))
const script = fileURLToPath(new URL('../../peer/media_peer.py', import.meta.url))

/** Processor time of one result, in milliseconds, of both sides; the peer's is null without a Python. */
export interface MediaComparison {
  readonly work: MediaWork
  readonly ours: Quartiles
  readonly peer: Quartiles | null
  /** Largest and mean difference of the two sides' first results. */
  readonly difference: { readonly largest: number; readonly mean: number } | null
}

export interface MediaOptions {
  readonly rounds: number
  /** Results of each side in each round. */
  readonly perRound: number
  readonly python: string | null
}

/**
 * Results of each side before any counts. What is compared is what a training run has for nearly all of its samples: code
 * that has been compiled.
 */
const WARM_UP = 1000

interface Side {
  time(work: MediaWork, count: number): Promise<number[]>
  sample(work: MediaWork): Promise<number[]>
  dispose(): Promise<void>
}

/**
 * Ours and the peer in turn, round by round. Processor time is what is compared, summed over a process' threads: it is
 * what one core takes, however many there are, and hardly depends on what else the machine does.
 */
export async function compareMedia(
  works: readonly MediaWork[],
  { rounds, perRound, python }: MediaOptions,
): Promise<MediaComparison[]> {
  const folder = await mkdtemp(join(tmpdir(), 'romae-media-'))
  const sides: Side[] = []
  try {
    await writeTestData(folder)
    const ours = await startOurs(folder)
    sides.push(ours)
    const peer = python === null ? null : await startPeer(folder, python)
    if (peer !== null) sides.push(peer)
    const comparisons: MediaComparison[] = []
    for (const work of works) {
      const times = sides.map((): number[] => [])
      for (const side of sides) await side.time(work, WARM_UP)
      for (let round = 0; round < rounds; round++) {
        for (const [index, side] of sides.entries()) times[index]!.push(mean(await side.time(work, perRound)))
      }
      const difference = peer && differenceOf(await ours.sample(work), await peer.sample(work))
      comparisons.push({ work, ours: quartiles(times[0]!), peer: peer && quartiles(times[1]!), difference })
    }
    return comparisons
  } finally {
    for (const side of sides) await side.dispose()
    await rm(folder, { recursive: true, force: true })
  }
}

function differenceOf(ours: readonly number[], peers: readonly number[]): { largest: number; mean: number } {
  if (ours.length !== peers.length) return { largest: Infinity, mean: Infinity }
  const differences = ours.map((value, index) => Math.abs(value - peers[index]!))
  return { largest: Math.max(...differences), mean: mean(differences) }
}

async function startOurs(folder: string): Promise<Side> {
  const child = fork(program, [folder])
  const ended = once(child, 'exit')
  const answer = async (): Promise<number[]> => {
    const stop = new AbortController()
    try {
      const message = await Promise.race([once(child, 'message', stop), ended.then(() => undefined)])
      if (message === undefined) throw new Error('our process ended without an answer')
      return message[0] as number[]
    } finally {
      stop.abort()
    }
  }
  const ask = (question: Question) => {
    child.send(question)
    return answer()
  }
  await answer()
  return {
    time: (work, count) => ask({ type: 'time', work, count }),
    sample: (work) => ask({ type: 'sample', work }),
    async dispose() {
      child.disconnect()
      child.kill()
      await ended
    },
  }
}

async function startPeer(folder: string, python: string): Promise<Side> {
  const child = spawn(python, [script, folder], { env: { ...process.env, OMP_NUM_THREADS: '1' } })
  const answers = new Answers(child)
  await answers.next()
  const ask = async (command: string) => {
    child.stdin.write(`${command}\n`)
    return answers.next()
  }
  return {
    time: async (work, count) => ((await ask(`${work} ${count}`)) as { cpu_ms: number[] }).cpu_ms,
    sample: async (work) => ((await ask(`sample ${work}`)) as { values: number[] }).values,
    async dispose() {
      child.stdin.end()
      await answers.ended
    },
  }
}
