import type { Communicator, HostTensors } from '@romae/engine'
import { agree, type Outcome, type RankFailed } from '@romae/internal/communication'
import { errors } from '../errors.ts'
import { paddedInputs, withPadding } from './padded-inputs.ts'

/** What the failure of another rank is on this one. */
export const rankFailed: RankFailed = (fields) => errors.TRAINER_RANK_FAILED(fields)

/** Rows of a batch: from the first to the one before `end`. */
export interface RowRange {
  readonly first: number
  readonly end: number
}

/** The ranks of a run, seen from one of them. */
export class Ranks {
  readonly communicator: Communicator
  readonly #rowsAtMost: number
  #isStopped = false

  /** @param batchSize of all ranks together */
  constructor(communicator: Communicator, batchSize: number) {
    this.communicator = communicator
    this.#rowsAtMost = Math.ceil(batchSize / communicator.size)
  }

  /** Whether a rank had been told to stop when the last step was agreed on: then all stop after it. */
  get isStopped(): boolean {
    return this.#isStopped
  }

  /**
   * This rank's rows of a batch, which are its piece of as many as there are ranks: the same pieces as micro-batches. At the end
   * of a bucket there may be none left.
   */
  rowsOf(rows: number): RowRange {
    const first = Math.min(rows, this.communicator.rank * this.#rowsAtMost)
    return { first, end: Math.min(rows, first + this.#rowsAtMost) }
  }

  /**
   * The inputs of this rank's rows, padded where those of any rank are: exactly a piece of the whole batch's. Fails on all ranks
   * where they could not be made on one.
   *
   * @param made null where there are no rows
   * @param stop whether this rank has been told to stop
   * @param counts numbers of this rank's rows, as many on all ranks
   * @returns with the sums of the counts of all ranks
   * @throws RomaeError `TRAINER_RANK_FAILED`, or what this rank failed with
   */
  async agreeOnInputs(
    made: Outcome<HostTensors | null>,
    stop: boolean,
    counts: readonly number[],
  ): Promise<{ readonly inputs: HostTensors | null; readonly totals: readonly number[] }> {
    const inputs = 'result' in made ? made.result : null
    const isPadded = paddedInputs.map(({ name }) => Number(inputs?.[name] !== undefined))
    const ranks = await agree(this.communicator, made, [Number(stop), ...isPadded, ...counts], rankFailed)
    const onAny = (place: number) => ranks.some((numbers) => numbers[place] === 1)
    this.#isStopped = onAny(0)
    const padded = paddedInputs.filter((_, place) => onAny(1 + place))
    const first = 1 + paddedInputs.length
    const totals = counts.map((_, place) => ranks.reduce((sum, numbers) => sum + numbers[first + place]!, 0))
    return { inputs: inputs && withPadding(inputs, padded), totals }
  }
}
