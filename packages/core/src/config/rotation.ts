import type { BackboneConfig, EncoderConfig } from './types.ts'

/** The positions' axes that rotate: none unless positions are rotary, and not that of an embedding alone. */
export function rotatingAxes({
  positionEncoding,
  axes,
  channelEmbedding,
}: Pick<BackboneConfig, 'positionEncoding' | 'axes' | 'channelEmbedding'>): number[] {
  if (positionEncoding !== 'rope') return []
  const all = Array.from({ length: axes }, (_, axis) => axis)
  return all.filter((axis) => channelEmbedding?.rotary !== false || axis !== channelEmbedding.axis)
}

/** How many axes are rotated in each head. They are not listed: a file may say that there are a billion. */
export function rotaryAxes({ positionEncoding, axes, channelEmbedding }: Parameters<typeof rotatingAxes>[0]): number {
  if (positionEncoding !== 'rope') return 0
  const isAxis = (axis: number) => Number.isInteger(axis) && axis >= 0 && axis < axes
  return channelEmbedding?.rotary === false && isAxis(channelEmbedding.axis) ? axes - 1 : axes
}

/**
 * Bases that fit samples: with them the slowest pair of an axis that rotates turns by two radians over what a sample spans there.
 * Slower ones would tell nothing apart; if it were faster, the farthest positions would look like near ones. Between 4 and the
 * paper's 10,000, to two digits.
 *
 * @param spans the farthest that two positions of a sample are apart, for each axis of the positions
 * @returns `ropeBase`: one for each axis that rotates
 */
export function fittedBases(
  config: Parameters<typeof rotatingAxes>[0] &
    Pick<BackboneConfig, 'ropeFraction' | 'ropeMinimumPairs'> & {
      readonly encoder: Pick<EncoderConfig, 'dModel' | 'heads'>
    },
  spans: readonly number[],
): number[] {
  const axes = rotatingAxes(config)
  const { dModel, heads } = config.encoder
  const { pairs } = headSlices(dModel / heads, axes.length)
  const slowest = rotatedPairs(pairs, config.ropeFraction, config.ropeMinimumPairs) - 1
  return axes.map((axis) => {
    const base = slowest > 0 ? (spans[axis]! / 2) ** (pairs / slowest) : 10_000
    return Number(Math.min(10_000, Math.max(4, base)).toPrecision(2))
  })
}

/** How a head is cut for rotary positions on a number of axes. */
export interface HeadSlices {
  /** Two-dimensional subspaces of each axis. */
  readonly pairs: number
  /** Elements at the end of the head that no axis has: they never rotate. 0 where 2 x axes divides the head. */
  readonly rest: number
}

/** Each axis gets as many pairs as all can have; what is left over, less than one pair for each axis, stays as it is. */
export function headSlices(headDimension: number, axes: number): HeadSlices {
  const pairs = Math.floor(headDimension / (2 * axes))
  return { pairs, rest: headDimension - 2 * axes * pairs }
}

/**
 * The pairs of each axis that rotate: floor(p x pairs), as in the reference, but no fewer than `minimum` unless p is 0.
 * With a single pair an axis, the reference's rule leaves nothing that rotates: its model does not see positions.
 */
export function rotatedPairs(pairs: number, fraction: number, minimum: 0 | 1): number {
  const axisDimension = 2 * pairs
  const rotated = Math.floor((fraction * axisDimension) / 2) // in the order of the reference, which decides how it rounds
  return fraction > 0 ? Math.max(minimum, rotated) : rotated
}

/** Whether a stack's head has a pair for each axis, and both elements of each pair: an even head, of at least 2 x axes. */
export function headFits(headDimension: number, axes: number): boolean {
  return headDimension % 2 === 0 && headDimension >= 2 * axes
}

/** The width closest to `dModel` whose heads fit. */
export function nearestWidth(dModel: number, heads: number, axes: number): number {
  const step = 2 * heads
  return Math.max(axes, Math.round(dModel / step)) * step
}

/** Whether the reference's rule leaves a stack with nothing that rotates, although some of it should. */
export function isBlindByReference(
  config: Pick<BackboneConfig, 'positionEncoding' | 'axes' | 'channelEmbedding' | 'ropeFraction'>,
  stacks: readonly EncoderConfig[],
): boolean {
  const [axes, { ropeFraction }] = [rotaryAxes(config), config]
  if (axes === 0 || ropeFraction === 0) return false
  return stacks.some(({ dModel, heads }) => rotatedPairs(headSlices(dModel / heads, axes).pairs, ropeFraction, 0) === 0)
}

/** The multiple of `divisor` closest to `value`, at least one. */
export function nearestMultiple(value: number, divisor: number): number {
  return Math.max(1, Math.round(value / divisor)) * divisor
}
