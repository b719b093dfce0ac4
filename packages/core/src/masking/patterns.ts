import { count, fraction, type OptionsOf, type Schema } from '@romae/internal/options'
import type { Random } from '@romae/internal/random'
import { readOptions } from '../check-options.ts'
import { errors } from '../errors.ts'

const axis = { ...count, least: 0 } as const
const schema = {
  kind: {
    kind: 'choice',
    of: ['scattered', 'gaps', 'end'],
    required: true,
    help:
      '`scattered`: every token by itself; `gaps`: all tokens within a stretch of an axis, and another one, until enough are masked; ' +
      '`end`: those that come last on an axis',
  },
  share: {
    ...fraction,
    required: true,
    help: 'how likely a row is masked so, beside the shares of the other patterns',
  },
  axis: { ...axis, help: 'of the positions, along which gaps and ends lie: that of time' },
  spans: {
    kind: 'list',
    item: { kind: 'number', above: 0 },
    help: 'how long gaps are, in positions: of these one is drawn for each, so that a list of found gaps gives their own mixture',
  },
  channels: { ...axis, help: 'the axis of channels: a gap is then in one of them, else in all' },
} as const satisfies Schema

/** One way to choose the tokens of a row that are masked together. Plain data. */
export interface MaskPattern extends OptionsOf<typeof schema> {}

/** The places of one row's tokens. */
export interface RowPlaces {
  /** `[axes, length]` of the row, in the batch's array of positions. */
  at(axis: number, token: number): number
  /** Real tokens: 0 to this. */
  readonly valid: number
}

/** Gaps in a row that mask nothing new: what is left is scattered. */
const MOST_FAILURES = 32

/**
 * Checks patterns as they come from a user.
 *
 * @throws RomaeError `CONFIG_*` for what no pattern is, or lacks the axis or the spans that it needs
 */
export function checkPatterns(of: string, patterns: readonly MaskPattern[], axes: number): void {
  patterns.forEach((pattern, index) => {
    const where = `${of}[${index}]`
    const { kind, axis, spans, channels } = readOptions(where, schema, pattern)
    const conflict = (reason: string, fix: string) => errors.CONFIG_CONFLICT({ where, reason, fix })
    if (kind === 'scattered') return
    if (axis === undefined) throw conflict(`a pattern of ${kind} lies along an axis`, 'give its index as axis')
    for (const given of [axis, channels ?? 0]) {
      if (given >= axes) throw conflict(`the axis ${given} is none of ${axes}`, 'axes are counted from 0')
    }
    if (kind === 'gaps' && (spans ?? []).length === 0) throw conflict('gaps have lengths', 'give at least one as spans')
  })
  const shares = patterns.reduce((sum, { share }) => sum + share, 0)
  if (patterns.length > 0 && !(shares > 0)) {
    throw errors.CONFIG_CONFLICT({ where: of, reason: 'no pattern has a share above 0', fix: 'give one a share' })
  }
}

/**
 * The tokens of a row in the order in which they are masked, by a pattern that is drawn. Of the last gap as many are masked as it
 * takes, from one of its ends.
 *
 * @param patterns checked before, at least one
 */
export function patternOrder(patterns: readonly MaskPattern[], row: RowPlaces, random: Random): Int32Array {
  const tokens = random.shuffle(Int32Array.from({ length: row.valid }, (_, token) => token))
  const pattern = draw(patterns, random)
  if (pattern.kind === 'scattered') return tokens
  const axis = pattern.axis!
  // Shuffled before, so that tokens at one time come in no order of their own.
  const byPosition = tokens.slice().sort((a, b) => row.at(axis, a) - row.at(axis, b))
  return pattern.kind === 'end' ? byPosition.reverse() : gapOrder(pattern, tokens, byPosition, row, random)
}

/** Gap after gap, and what no gap has masked at the end. @param tokens in any order */
function gapOrder(
  { axis, spans, channels }: MaskPattern,
  tokens: Int32Array,
  byPosition: Int32Array,
  row: RowPlaces,
  random: Random,
): Int32Array {
  const places = Float64Array.from(byPosition, (token) => row.at(axis!, token))
  const order = new Int32Array(row.valid)
  const isTaken = new Uint8Array(row.valid)
  let count = 0
  const take = (token: number) => {
    if (isTaken[token] === 1) return
    isTaken[token] = 1
    order[count++] = token
  }
  for (let failures = 0; count < row.valid && failures < MOST_FAILURES; ) {
    const anchor = random.integer(row.valid)
    const span = spans![random.integer(spans!.length)]!
    // The anchor lies anywhere in the gap, the gap perhaps beyond an end of the row.
    const from = row.at(axis!, anchor) - random.uniform() * span
    const isBackwards = random.uniform() < 0.5
    const before = count
    const inside = byPosition.subarray(firstFrom(places, from), firstFrom(places, from + span))
    const isMasked = (token: number) => channels === undefined || row.at(channels, token) === row.at(channels, anchor)
    const gap = inside.filter(isMasked)
    for (const token of isBackwards ? gap.reverse() : gap) take(token)
    if (count === before) failures++
  }
  for (const token of tokens) take(token)
  return order
}

/** The index of the first of increasing numbers that is not below one. */
function firstFrom(sorted: Float64Array, least: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < least) low = middle + 1
    else high = middle
  }
  return low
}

function draw(patterns: readonly MaskPattern[], random: Random): MaskPattern {
  let left = random.uniform() * patterns.reduce((sum, { share }) => sum + share, 0)
  for (const pattern of patterns) {
    left -= pattern.share
    if (left < 0) return pattern
  }
  return patterns.at(-1)!
}
