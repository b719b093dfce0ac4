import type { Communicator, EngineInfo } from '@romae/engine'
import { gatherNumbers, tellText, together } from '@romae/internal/communication'
import { differencesOf } from '../checkpoints/differences.ts'
import { environmentOf } from '../checkpoints/run-record.ts'
import { errors } from '../errors.ts'
import { sha256 } from '../sha256.ts'
import type { ResolvedTraining } from '../training/options.ts'
import type { RunConfig } from '../training/run-config.ts'
import { rankFailed } from './ranks.ts'

/**
 * Compares what every rank is about to do with what rank 0 is: configuration, data and initial values by their fingerprints.
 *
 * @throws RomaeError `TRAINER_RANKS_DIFFER` on the rank that differs, `TRAINER_RANK_FAILED` on the others
 */
export function requireSameRun(
  communicator: Communicator,
  config: RunConfig,
  resume: ResolvedTraining['resume'],
): Promise<void> {
  return requireSame(communicator, { ...config, resume })
}

/** Compares what computes, but for the number of threads, which may differ as machines do. @throws RomaeError as `requireSameRun` */
export function requireSameEngine(communicator: Communicator, engine: EngineInfo): Promise<void> {
  const { threads, ...environment } = environmentOf(engine)
  return requireSame(communicator, environment)
}

/** Compares what every rank was asked in a call. @throws RomaeError as `requireSameRun` */
export function requireSameCall(communicator: Communicator, call: unknown): Promise<void> {
  return requireSame(communicator, call)
}

async function requireSame(communicator: Communicator, value: unknown): Promise<void> {
  const mine = JSON.stringify(value)
  const first = await tellText(communicator, 0, communicator.rank === 0 ? mine : null)
  await together(communicator, rankFailed, () => {
    const differences = differencesOf(JSON.parse(first), JSON.parse(mine))
    if (differences.length > 0) throw errors.TRAINER_RANKS_DIFFER({ rank: communicator.rank, differences })
  })
}

/**
 * Compares the parameters of all ranks, of which each has made the same updates.
 *
 * @throws RomaeError `TRAINER_RANKS_APART` on all ranks
 */
export async function requireSameParameters(
  communicator: Communicator,
  parameters: Float32Array,
  step: number,
): Promise<void> {
  const { buffer, byteOffset, byteLength } = parameters
  const hash = sha256(new Uint8Array(buffer, byteOffset, byteLength))
  // Twelve digits are as many bits as a number holds exactly.
  const numbers = [0, 12, 24, 36].map((at) => Number.parseInt(hash.slice(at, at + 12), 16))
  const ranks = await gatherNumbers(communicator, numbers)
  const others = ranks.flatMap((ofRank, rank) => (`${ofRank}` === `${ranks[0]}` ? [] : [rank]))
  if (others.length > 0) throw errors.TRAINER_RANKS_APART({ step, ranks: others })
}
