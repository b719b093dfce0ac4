import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { bundleScript } from '@romae/build/bundle-script'
import { type Mpi, startRanks } from '@romae/build/mpirun'
import type { RankSaid, RankTask } from './rank.ts'

/** Processes that have come to their end. */
export interface Ended {
  /** 0: all have done their tasks. */
  readonly code: number | null
  /** In the order in which it arrived. */
  readonly said: readonly RankSaid[]
  readonly stderr: string
  /** They did not end in time, and were killed. */
  readonly isHung: boolean
}

/** Processes that are at work. */
export interface Launched {
  readonly child: ChildProcess
  /** What they have said so far. */
  said(): readonly RankSaid[]
  readonly ended: Promise<Ended>
}

/** How ranks are started. */
export interface LaunchOptions {
  /** What comes before the command of a rank, in place of this machine's mpirun. */
  readonly launcher?: readonly [string, ...string[]]
  /** Whose mpirun. Default: Open MPI's. */
  readonly mpi?: Mpi
  /** Milliseconds that they have. */
  readonly patience?: number
}

/** What a rank runs. */
async function commandOf(tasks: readonly RankTask[]): Promise<[string, ...string[]]> {
  const script = await bundleScript(new URL('./rank.ts', import.meta.url))
  return [process.execPath, script, JSON.stringify(tasks)]
}

/** Starts so many ranks, or one process alone where there are parts. */
export async function launch(
  count: number,
  tasks: readonly RankTask[],
  { launcher, mpi = 'Open MPI', patience = 180_000 }: LaunchOptions = {},
): Promise<Launched> {
  const command = await commandOf(tasks)
  const [program, ...words] = launcher === undefined ? command : [...launcher, ...command]
  const isAlone = tasks[0]!.parts !== null || launcher !== undefined
  const child = isAlone ? spawn(program!, words) : startRanks(count, command, { mpi }).child
  let [stdout, stderr, isHung] = ['', '', false]
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const late = setTimeout(() => {
    isHung = true
    child.kill('SIGKILL')
  }, patience)
  const said = () =>
    stdout
      .split('\n')
      .filter((line) => line.startsWith('{') && line.endsWith('}'))
      .map((line): RankSaid => JSON.parse(line))
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(late)
      resolve({ code, said: said(), stderr, isHung })
    })
  })
  return { child, said, ended }
}

/** The hashes of the parameters with which each task ended, by rank. @throws Error where one did not end so */
export function hashesOf({ said, code, stderr }: Ended, count: number, tasks: number): string[][] {
  const hashes: string[][] = Array.from({ length: count }, () => [])
  for (const one of said) if (one.type === 'done') hashes[one.rank]!.push(one.hash)
  if (code === 0 && hashes.every((ofRank) => ofRank.length === tasks)) return hashes
  throw new Error(`${count} ranks ended with ${code}:\n${said.map((one) => JSON.stringify(one)).join('\n')}\n${stderr}`)
}
