import { errors } from '../../errors.ts'
import type { FilePosition } from '../text/file-position.ts'

/** The channels of a file by name: those given, or those met so far. */
export class ChannelNames {
  private readonly indices: Map<string, number>
  private readonly closed: boolean

  constructor(given: readonly string[] | undefined) {
    this.indices = new Map(given?.map((name, index) => [name, index]))
    this.closed = given !== undefined
  }

  get names(): string[] {
    return [...this.indices.keys()]
  }

  /** @throws TIMESERIES_CSV_CHANNEL for a channel that is not among those given */
  indexOf(channel: string, position: FilePosition): number {
    const known = this.indices.get(channel)
    if (known !== undefined) return known
    if (this.closed) throw errors.TIMESERIES_CSV_CHANNEL({ ...position, channel, channels: this.names })
    this.indices.set(channel, this.indices.size)
    return this.indices.size - 1
  }
}
