import { errors } from './errors.ts'

/** How long a process has to say why it ends, where a call of MPI keeps it from ending by itself. */
const graceMilliseconds = 2000

/** Ends calls that wait for a rank that does not come: MPI itself would wait for ever. */
export class Watchdog {
  readonly #rank: number
  readonly #seconds: number | null

  constructor(rank: number, seconds: number | null) {
    this.#rank = rank
    this.#seconds = seconds
  }

  /** @throws RomaeError `DISTRIBUTED_TIMEOUT`, and the process ends soon after: the call itself cannot be ended */
  async watch(call: string, work: () => Promise<void>): Promise<void> {
    const seconds = this.#seconds
    if (seconds === null) return work()
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        setTimeout(() => process.exit(1), graceMilliseconds)
        reject(errors.DISTRIBUTED_TIMEOUT({ rank: this.#rank, call, seconds }))
      }, seconds * 1000)
    })
    try {
      await Promise.race([work(), late])
    } finally {
      clearTimeout(timer)
    }
  }
}
