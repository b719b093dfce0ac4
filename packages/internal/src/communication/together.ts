import type { Communicator } from './communicator.ts'
import { gatherNumbers } from './gather.ts'
import { tellText } from './tell.ts'

/** What one rank says of its part: some numbers, as many on each, or that it failed. */
export type Outcome<Result> = { readonly result: Result } | { readonly failure: unknown }

/** Makes an error of this rank from the failure of another. */
export type RankFailed = (fields: { readonly rank: number; readonly reason: string }) => Error

export async function outcomeOf<Result>(work: () => Result | Promise<Result>): Promise<Outcome<Result>> {
  try {
    return { result: await work() }
  } catch (failure) {
    return { failure }
  }
}

/** What something gave. @throws what it failed with */
export function resultOf<Result>(outcome: Outcome<Result>): Result {
  if ('failure' in outcome) throw outcome.failure
  return outcome.result
}

/**
 * Exchanges numbers, unless a rank failed: then every rank throws, that one what it failed with, the others what `failed` makes
 * of the first one's message.
 *
 * @param numbers of this rank, as many on each
 * @returns the numbers of every rank
 */
export async function agree(
  communicator: Communicator,
  outcome: Outcome<unknown>,
  numbers: readonly number[],
  failed: RankFailed,
): Promise<readonly (readonly number[])[]> {
  const hasFailed = 'failure' in outcome
  const ranks = await gatherNumbers(communicator, [Number(hasFailed), ...numbers])
  const first = ranks.findIndex(([failure]) => failure !== 0)
  if (first !== -1) {
    const isFirst = hasFailed && communicator.rank === first
    const reason = await tellText(communicator, first, isFirst ? messageOf(outcome.failure) : null)
    throw hasFailed ? outcome.failure : failed({ rank: first, reason })
  }
  return ranks.map(([, ...rest]) => rest)
}

/** Runs something on every rank; where it fails on one, all fail. Without a communicator it just runs. */
export async function together<Result>(
  communicator: Communicator | null,
  failed: RankFailed,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  if (communicator === null) return await work()
  const outcome = await outcomeOf(work)
  await agree(communicator, outcome, [], failed)
  return resultOf(outcome)
}

export function messageOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure)
}
