import type { Tokens } from '@romae/tokenizer'

/** Tokens of some channels, in order of time: a row holds those of one time. */
export interface TokenRows {
  /** `[row]`, increasing. */
  readonly times: Float64Array
  readonly places: readonly {
    readonly token: number
    readonly channel: number
    /** In `[row, channels]`. */
    readonly place: number
  }[]
}

/** @param tokens with positions `[channel, time]` */
export function rowsOfTokens({ positions, length }: Tokens, channels: readonly number[]): TokenRows {
  const columns = new Map(channels.map((channel, column) => [channel, column]))
  const wanted = Array.from({ length }, (_, token) => token).filter((token) => columns.has(positions[2 * token]!))
  wanted.sort((a, b) => positions[2 * a + 1]! - positions[2 * b + 1]!)
  const times: number[] = []
  const places = wanted.map((token) => {
    const time = positions[2 * token + 1]!
    if (time !== times.at(-1)) times.push(time)
    const channel = positions[2 * token]!
    return { token, channel, place: (times.length - 1) * channels.length + columns.get(channel)! }
  })
  return { times: Float64Array.from(times), places }
}
