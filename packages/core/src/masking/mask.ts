import { admits, checkedElsewhere, fraction, type OptionsOf, type Schema } from '@romae/internal/options'
import type { Random } from '@romae/internal/random'
import { readOptions } from '../check-options.ts'
import { errors } from '../errors.ts'
import { checkPatterns, type MaskPattern, patternOrder } from './patterns.ts'

/**
 * How many of `valid` tokens a mask ratio hides: ceil(ratio x valid), the product in single precision as in the
 * reference (0.6 x 25 hides 16, where the double product would hide 15).
 */
export function maskedCount(valid: number, ratio: number): number {
  return Math.ceil(Math.fround(Math.fround(ratio) * valid))
}

/**
 * What `single=True` of the reference hides of a row of `length`: the product is made in double precision and
 * then rounded to single, so that a row without padding may hide one more than this.
 */
export function singleMaskedCount(length: number, ratio: number): number {
  return Math.ceil(Math.fround(ratio * length))
}

const schema = {
  ratio: {
    ...checkedElsewhere<number>(),
    required: true,
    help: 'fraction of each sample’s real tokens that are masked, in [0, 1]',
  },
  count: {
    kind: 'choice',
    of: ['length', 'batch', 'reference-single'],
    default: 'length',
    help:
      'how many tokens of every row are masked, padding included. `length`: as many as of a row without padding would be, so ' +
      'that the shape depends on the batch’s length alone. `batch`: as many as of the longest row of the batch, the ' +
      'reference’s default. `reference-single`: the reference’s `single=True`, which is `length` with the product in double ' +
      'precision; where the two precisions differ, its rows do not mask the same number',
  },
  together: {
    ...checkedElsewhere<Float32Array>(),
    help:
      '`[batch, length]`: tokens of a row that have equal numbers here are masked together, such as all that were observed at ' +
      'one time. Each group is as likely as another, whatever its size; of the last one only as many are masked as the ratio ' +
      'asks for',
  },
  upTo: {
    ...checkedElsewhere<number>(),
    help:
      'each row draws its own ratio from `ratio` to this. Rows then mask different numbers, of real tokens alone: `splitByMask` ' +
      'has to be told the counts',
  },
  patterns: {
    ...checkedElsewhere<readonly MaskPattern[]>(),
    excludes: 'together',
    help: 'ways to choose what is masked together, such as gaps: each row draws one by their shares. Needs `positions`',
  },
  absent: {
    kind: 'flag',
    default: false,
    help: 'whether rows may be padding alone, as those of samples that lack a modality: of them nothing is masked but padding',
  },
} as const satisfies Schema

export interface MaskOptions extends OptionsOf<typeof schema> {}

/** The rows of a batch. */
export interface BatchRows {
  readonly batch: number
  /** Tokens of a row, padding included. */
  readonly length: number
  /**
   * Which stream each row draws from: its place in the step's whole batch, or the index of its sample. Default: 0, 1, …. A part
   * of a batch that says where its rows stand in the whole draws what the whole draws for them.
   */
  readonly rows?: ArrayLike<number>
  /** `[batch, axes, length]`: where tokens lie, for `patterns`. */
  readonly positions?: Float32Array
  readonly axes?: number
}

/**
 * Chooses at random which tokens to hide. Every row hides the same number: a sample's own share of its real tokens,
 * then padding from the end of the row. (With `upTo` rows hide different numbers, and no padding.)
 *
 * Each row draws from a stream of its own, `random.fork(row)`: which of its real tokens are hidden depends neither on the other
 * rows nor on how far it is padded.
 *
 * @param padding `[batch, length]`, 1 = padding, at the end of each row
 * @returns `[batch, length]`, 1 = masked
 * @throws RomaeError `MASK_RATIO`, `MASK_NO_VALID_TOKENS`, `MASK_PADDING_NOT_TRAILING`, `CONFIG_*`, `INPUT_LENGTH`
 */
export function sampleMask(
  padding: Uint8Array,
  { batch, length, rows, positions, axes = 0 }: BatchRows,
  options: MaskOptions,
  random: Random,
): Uint8Array {
  if (typeof options === 'object' && options !== null) {
    for (const got of [options.ratio, options.upTo ?? options.ratio]) {
      if (!admits(fraction, got)) throw errors.MASK_RATIO({ got })
    }
  }
  const { ratio, upTo, count, together, patterns = [], absent } = readOptions('sampleMask', schema, options)
  if (patterns.length > 0) {
    checkPatterns('sampleMask.patterns', patterns, axes)
    const expected = batch * axes * length
    if (positions?.length !== expected) {
      const name = `positions [${batch}, ${axes}, ${length}]`
      throw errors.INPUT_LENGTH({ name, expected, got: positions?.length ?? 0 })
    }
  }
  if (padding.length !== batch * length) {
    throw errors.INPUT_LENGTH({ name: `padding [${batch}, ${length}]`, expected: batch * length, got: padding.length })
  }
  if (together !== undefined && together.length !== batch * length) {
    throw errors.INPUT_LENGTH({
      name: `together [${batch}, ${length}]`,
      expected: batch * length,
      got: together.length,
    })
  }
  if (rows !== undefined && rows.length !== batch) {
    throw errors.INPUT_LENGTH({ name: `rows [${batch}]`, expected: batch, got: rows.length })
  }
  const valid = Array.from({ length: batch }, (_, row) => validTokens(padding, row, length, absent))
  const isVaried = upTo !== undefined
  const target = {
    length: maskedCount(length, ratio),
    batch: Math.max(...valid.map((tokens) => maskedCount(tokens, ratio))),
    'reference-single': singleMaskedCount(length, ratio),
  }[count]
  const mask = new Uint8Array(batch * length)
  for (let row = 0; row < batch; row++) {
    const ofRow = random.fork(rows?.[row] ?? row)
    const own = isVaried ? ratio + ofRow.uniform() * (upTo - ratio) : ratio
    const hidden = maskedCount(valid[row]!, own)
    const at = (axis: number, token: number) => positions![(row * axes + axis) * length + token]!
    const order =
      patterns.length > 0
        ? patternOrder(patterns, { at, valid: valid[row]! }, ofRow)
        : scattered(valid[row]!, together?.subarray(row * length), ofRow)
    for (const index of order.subarray(0, hidden)) mask[row * length + index] = 1
    const fromPadding = isVaried ? 0 : Math.max(0, target - hidden)
    mask.fill(1, (row + 1) * length - fromPadding, (row + 1) * length)
  }
  return mask
}

function scattered(valid: number, together: Float32Array | undefined, random: Random): Int32Array {
  const tokens = random.shuffle(Int32Array.from({ length: valid }, (_, index) => index))
  return together === undefined ? tokens : groupByGroup(tokens, together, random)
}

/** Tokens in an order in which those of a group follow each other, groups at random, and within a group as they were. */
function groupByGroup(tokens: Int32Array, groups: Float32Array, random: Random): Int32Array {
  const distinct = [...new Set(groups.subarray(0, tokens.length))]
  const shuffled = random.shuffle(Int32Array.from(distinct, (_, index) => index))
  const rank = new Map<number, number>()
  shuffled.forEach((group, place) => {
    rank.set(distinct[group]!, place)
  })
  return tokens.sort((a, b) => rank.get(groups[a]!)! - rank.get(groups[b]!)!)
}

/** The number of real tokens of one row. @throws RomaeError when padding is not at the end, or is all there is and should not be */
function validTokens(padding: Uint8Array, row: number, length: number, absent: boolean): number {
  const start = row * length
  const firstPadding = padding.subarray(start, start + length).indexOf(1)
  const valid = firstPadding === -1 ? length : firstPadding
  if (valid === 0 && !absent) throw errors.MASK_NO_VALID_TOKENS({ row })
  for (let index = valid; index < length; index++) {
    if (padding[start + index] !== 1) throw errors.MASK_PADDING_NOT_TRAILING({ row, index })
  }
  return valid
}
