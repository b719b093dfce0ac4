import type { Communicator } from '@romae/engine'
import { agree, type Outcome, onFirst, type RankFailed, resultOf, together } from '@romae/internal/communication'
import { errors } from '../errors.ts'

const rankFailed: RankFailed = (fields) => errors.APP_RANK_FAILED(fields)

/** The processes that run one command together, seen from one of them; or this process alone. */
export class Ranks {
  readonly communicator: Communicator | null
  #haveMet = false

  /** @param communicator null: there is no other */
  constructor(communicator: Communicator | null) {
    this.communicator = communicator
  }

  get isFirst(): boolean {
    return this.communicator === null || this.communicator.rank === 0
  }

  /**
   * Waits until all have done what each does for itself, and fails on all where one has failed. After the first time all do the
   * same, and fail together: there is nothing to wait for.
   *
   * @throws RomaeError `APP_RANK_FAILED`, or what this one failed with
   */
  async meet<Result>(outcome: Outcome<Result>): Promise<Result> {
    if (this.communicator !== null && !this.#haveMet) {
      this.#haveMet = true
      await agree(this.communicator, outcome, [], rankFailed)
    }
    return resultOf(outcome)
  }

  /** Does something on all, and fails on all where it fails on one. @throws RomaeError as `meet` does */
  async together<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    return together(this.communicator, rankFailed, work)
  }

  /**
   * Does something on rank 0 alone: reading and writing the run's folder, or what only one needs to do. Where it fails, all fail.
   *
   * @returns what it gave; on the other ranks a copy by way of JSON
   * @throws RomaeError `APP_RANK_FAILED`, or on rank 0 what it failed with
   */
  async onFirst<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    return this.communicator === null ? work() : onFirst(this.communicator, rankFailed, work)
  }
}

let ofProcess = new Ranks(null)

/** Those that this process belongs to. */
export function currentRanks(): Ranks {
  return ofProcess
}

/** Called once, where a process joins others. */
export function setCurrentRanks(ranks: Ranks): void {
  ofProcess = ranks
}
