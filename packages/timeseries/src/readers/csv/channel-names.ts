import { errors } from '../../errors.ts'
import { MAX_COLUMNS } from '../limits.ts'
import type { FilePosition } from '../text/file-position.ts'

/** The channels of a file by name: those given, or those met so far. */
export class ChannelNames {
  readonly #indices: Map<string, number>
  readonly #closed: boolean
  readonly #most: number

  constructor(given: readonly string[] | undefined, most: number = MAX_COLUMNS) {
    this.#most = most
    this.#indices = new Map(given?.map((name, index) => [name, index]))
    this.#closed = given !== undefined
  }

  get count(): number {
    return this.#indices.size
  }

  get names(): string[] {
    return [...this.#indices.keys()]
  }

  /** @throws RomaeError `TIMESERIES_CSV_CHANNEL` for a channel that is not among those given, `TIMESERIES_LIMIT` */
  indexOf(channel: string, position: FilePosition): number {
    const known = this.#indices.get(channel)
    if (known !== undefined) return known
    if (this.#closed) throw errors.TIMESERIES_CSV_CHANNEL({ ...position, channel, channels: this.names })
    const { size } = this.#indices
    if (size === this.#most) {
      const wayOut = 'is its column that of the channels?'
      throw errors.TIMESERIES_LIMIT({ ...position, what: 'channels', got: size + 1, limit: this.#most, wayOut })
    }
    this.#indices.set(channel, size)
    return size
  }
}
