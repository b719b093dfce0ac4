import { evenly } from '../series/evenly.ts'
import type { Observed } from './filter.ts'

/** So many channels are one block: the time of a step grows with the cube of those that are together. */
const MOST_TOGETHER = 16
/**
 * Of more, blocks have at most so many. On the validation parts of PhysioNet 2012 (37 channels, few values) and of New York's weather (24)
 * smaller and larger blocks were worse, and one for all by far: too many numbers are fitted.
 */
const MOST_IN_BLOCK = 5
/** Channels whose correlation surely is less tell each other too little. */
const LEAST_CORRELATION = 0.15
/** Standard errors of a correlation that may be chance. */
const CHANCE = 2
/** Products that the correlations may take, about; of more rows some are taken. */
const WORK = 5e8

/**
 * Which channels follow each other: all of them where they are few; else those that change together, the most correlated ones
 * first (Kruskal's algorithm, with a limit on the size of a block), and the others by themselves.
 *
 * @returns channels in increasing order, each in one block
 */
export function channelBlocks(all: readonly Observed[], size: number): number[][] {
  const channels = Array.from({ length: size }, (_, channel) => channel)
  if (size <= MOST_TOGETHER) return [channels]
  const blockOf = channels.map((channel) => [channel])
  for (const { one, other } of correlatedPairs(changesOf(all, size), size)) {
    const [left, right] = [blockOf[one]!, blockOf[other]!]
    if (left === right || left.length + right.length > MOST_IN_BLOCK) continue
    left.push(...right)
    for (const channel of right) blockOf[channel] = left
  }
  return [...new Set(blockOf)].map((block) => block.sort((a, b) => a - b))
}

/** Channels that are together at most, of so many. */
export function mostTogether(size: number): number {
  return size <= MOST_TOGETHER ? size : MOST_IN_BLOCK
}

/** Some of the channels of rows. @param size of all */
export function pickChannels({ steps, values }: Observed, size: number, channels: readonly number[]): Observed {
  if (channels.length === size) return { steps, values }
  const own = new Float64Array(steps.length * channels.length)
  for (let row = 0; row < steps.length; row++) {
    channels.forEach((channel, column) => {
      own[row * channels.length + column] = values[row * size + channel]!
    })
  }
  return { steps, values: own }
}

/** `[row, size]`: how values changed since the row before; NaN where either is missing. */
function changesOf(all: readonly Observed[], size: number): Float64Array[] {
  const places = all.flatMap(({ steps, values }) =>
    Array.from({ length: Math.max(0, steps.length - 1) }, (_, row) => ({ values, start: row * size })),
  )
  const most = Math.ceil(WORK / size ** 2)
  const taken = places.length <= most ? places : Array.from(evenly(places.length, most), (place) => places[place]!)
  return taken.map(({ values, start }) =>
    Float64Array.from({ length: size }, (_, channel) => values[start + size + channel]! - values[start + channel]!),
  )
}

interface Pair {
  readonly one: number
  readonly other: number
  /** What its absolute value is at least, but for chance. */
  readonly correlation: number
}

/** Those that tell each other something, the most correlated first. */
function correlatedPairs(rows: readonly Float64Array[], size: number): Pair[] {
  const pairs: Pair[] = []
  for (let one = 0; one < size; one++) {
    for (let other = one + 1; other < size; other++) {
      const correlation = leastCorrelation(rows, one, other)
      if (correlation >= LEAST_CORRELATION) pairs.push({ one, other, correlation })
    }
  }
  return pairs.sort((a, b) => b.correlation - a.correlation)
}

/** Of the rows that have both; changes have a mean of about 0. */
function leastCorrelation(rows: readonly Float64Array[], one: number, other: number): number {
  let [count, product, square, otherSquare] = [0, 0, 0, 0]
  for (const row of rows) {
    const [a, b] = [row[one]!, row[other]!]
    if (Number.isNaN(a) || Number.isNaN(b)) continue
    count++
    product += a * b
    square += a * a
    otherSquare += b * b
  }
  if (square === 0 || otherSquare === 0) return 0
  return Math.abs(product) / Math.sqrt(square * otherSquare) - CHANCE / Math.sqrt(count)
}
