import type { Communicator } from '@romae/internal/communication'

/** A communicator that notes how long this rank was in each all-reduce, its own waiting for the others included. */
export class TimedCommunicator {
  readonly communicator: Communicator
  #times: number[] = []

  constructor(communicator: Communicator) {
    this.communicator = {
      ...communicator,
      allReduce: async (values, operation) => {
        const start = performance.now()
        await communicator.allReduce(values, operation)
        this.#times.push(performance.now() - start)
      },
    }
  }

  /** Milliseconds of the all-reduces since the last call of this. */
  take(): readonly number[] {
    const times = this.#times
    this.#times = []
    return times
  }
}
