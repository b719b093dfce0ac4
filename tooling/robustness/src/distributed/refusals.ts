import { SmallDisk } from '../disk/small-disk.ts'
import { type Ended, launch } from './launch.ts'
import type { RankTask } from './rank.ts'

/** What ranks that cannot train together say, and how they end. @returns what is wrong with that */
export async function refusals(): Promise<readonly string[]> {
  const task: RankTask = { scenario: 'streamed', parts: null, steps: 2 }
  const data = await endOf({ ...task, other: 'data' })
  const engine = await endOf({ ...task, other: 'engine' })
  const code = await endOf({ ...task, other: 'code' })
  return [
    ...problemsOf('other code', code, ['TRAINER_RANKS_DIFFER', 'TRAINER_RANK_FAILED'], /engineVersion is .*rank 0 has/),
    ...problemsOf('other data', data, ['TRAINER_RANKS_DIFFER', 'TRAINER_RANK_FAILED'], /fingerprint is .* rank 0 has/),
    ...problemsOf('another engine', engine, ['TRAINER_RANKS_DIFFER', 'TRAINER_RANK_FAILED'], /tfjs.*onnxruntime-node/),
  ]
}

/** What ranks say when the disk of rank 0 has no room for a checkpoint. @returns what is wrong with that, or why it was not tried */
export async function fullDisk(): Promise<readonly string[] | { readonly reason: string }> {
  const disk = SmallDisk.mount()
  if (!(disk instanceof SmallDisk)) return disk
  try {
    disk.fill(4)
    const checkpoints = { folder: disk.folder, every: 1 }
    const full = await endOf({ scenario: 'streamed', parts: null, steps: 4, checkpoints })
    return problemsOf('a full disk', full, ['CHECKPOINT_UNWRITABLE', 'TRAINER_RANK_FAILED'], /ENOSPC|no space/)
  } finally {
    disk.unmount()
  }
}

async function endOf(task: RankTask): Promise<Ended> {
  return (await launch(2, [task])).ended
}

/** Each code has to come from one of the ranks, and one of them to say why. */
function problemsOf(what: string, { code, said, isHung }: Ended, codes: readonly string[], why: RegExp): string[] {
  const failures = said.filter((one) => one.type === 'failed')
  const got = failures.map((one) => one.code).toSorted()
  const isRight = code !== 0 && !isHung && `${got}` === `${codes.toSorted()}`
  if (isRight && failures.some(({ message }) => why.test(message))) return []
  return [`${what}: ended with ${code}${isHung ? ', hung' : ''}: ${failures.map(({ message }) => message).join(' | ')}`]
}
