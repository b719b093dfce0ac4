import type { Communicator } from './communicator.ts'
import { gatherNumbers } from './gather.ts'
import { tellText } from './tell.ts'
import { messageOf, outcomeOf, type RankFailed, resultOf } from './together.ts'

/** Milliseconds after which the ranks meet while one of them works: less than any has patience for. */
const BEAT = 1000

/**
 * Runs something on rank 0, while the others wait: however long it takes, none takes another for lost, and none keeps a core busy
 * with waiting. Where it fails, all fail.
 *
 * @param failed makes an error of another rank from that of rank 0
 * @returns on rank 0 what it gave, on the others a copy by way of JSON
 */
export async function onFirst<Result>(
  communicator: Pick<Communicator, 'rank' | 'size' | 'allReduce' | 'broadcast'>,
  failed: RankFailed,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  if (communicator.rank !== 0) {
    while (!(await firstIsDone(communicator, false))) await pause(0.9 * BEAT)
    const said = JSON.parse(await tellText(communicator, 0, null)) as { reason?: string; result?: Result }
    if (said.reason !== undefined) throw failed({ rank: 0, reason: said.reason })
    return said.result as Result
  }
  const working = outcomeOf(work)
  while (!(await firstIsDone(communicator, await isDoneWithin(working, BEAT)))) {}
  const outcome = await working
  const said = 'failure' in outcome ? { reason: messageOf(outcome.failure) } : { result: outcome.result }
  await tellText(communicator, 0, JSON.stringify(said))
  return resultOf(outcome)
}

async function firstIsDone(
  communicator: Pick<Communicator, 'rank' | 'size' | 'allReduce'>,
  isDone: boolean,
): Promise<boolean> {
  const [first] = await gatherNumbers(communicator, [Number(isDone)])
  return first![0] === 1
}

async function isDoneWithin(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds)
  })
  const isDone = await Promise.race([work.then(() => true), late])
  clearTimeout(timer)
  return isDone
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
