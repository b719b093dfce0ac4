import { errors } from '../errors.ts'
import type { Tokenizer } from '../tokenizer.ts'

/** A tokenizer with the names that its axes have in a set. */
interface Member {
  readonly name: string
  readonly tokenizer: Tokenizer<unknown>
  readonly axes: readonly string[]
}

/**
 * Axes of one name are one axis. That of channels is one of indices: of the same channels in every modality, or it means in one what it
 * does not in another.
 *
 * @throws RomaeError `TOKENIZER_SET_AXES`
 */
export function checkSharedAxes(members: readonly Member[]): void {
  const first = new Map<string, { readonly modality: string; readonly channels: string | null }>()
  for (const { name: modality, tokenizer, axes } of members) {
    for (const [index, axis] of axes.entries()) {
      const channels = channelsOn(tokenizer, tokenizer.axes[index]!)
      const before = first.get(axis)
      if (before === undefined) first.set(axis, { modality, channels })
      else if (before.channels !== channels) {
        throw errors.TOKENIZER_SET_AXES({
          axis,
          modality,
          channels,
          other: before.modality,
          otherChannels: before.channels,
        })
      }
    }
  }
}

/** The channels that positions on an axis are indices of; null where they are coordinates. */
function channelsOn({ channels }: Tokenizer<unknown>, axis: string): string | null {
  return channels?.axis === axis ? channels.names.join(', ') : null
}
