import { count, type Schema, texts } from '@romae/internal/options'
import { readOptions } from '../check-options.ts'
import { errors } from '../errors.ts'
import type { BackboneConfig } from './types.ts'

/** The most channels: what a file says must not fill the memory. */
const MOST_CHANNELS = 2 ** 16

const schema = {
  axis: { ...count, least: 0, required: true },
  names: { ...texts, distinct: true, required: true },
  rotary: { kind: 'flag', required: true },
} as const satisfies Schema

type Config = Pick<BackboneConfig, 'axes' | 'positionEncoding' | 'channelEmbedding'>

/**
 * Checks what a configuration says of channels, if anything.
 *
 * @throws RomaeError `CONFIG_*` for an axis that there is not, for none left to rotate, for the absolute encoding
 */
export function checkChannelEmbedding(
  where: string,
  { axes, positionEncoding, channelEmbedding: given }: Config,
): void {
  if (given === undefined) return
  const { axis, names, rotary } = readOptions(`${where}.channelEmbedding`, schema, given)
  const conflict = (reason: string, fix: string) => errors.CONFIG_CONFLICT({ where, reason, fix })
  if (axis >= axes) throw conflict(`channelEmbedding.axis is ${axis} of ${axes} axes`, 'axes are counted from 0')
  if (names.length > MOST_CHANNELS) {
    throw conflict(`channelEmbedding has ${names.length} names`, `it can have up to ${MOST_CHANNELS}`)
  }
  if (positionEncoding === 'absolute') {
    throw conflict('the absolute encoding reads no positions, and so no channels', 'leave channelEmbedding out')
  }
  if (!rotary && axes === 1 && positionEncoding === 'rope') {
    throw conflict('without the axis of channels no axis rotates', 'set positionEncoding: "none", or rotary: true')
  }
}
