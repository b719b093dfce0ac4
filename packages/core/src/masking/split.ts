import type { TokenBatch } from '@romae/tokenizer'
import type { BackboneConfig } from '../config/types.ts'
import { errors } from '../errors.ts'

/** A masked batch as typed arrays: what `PretrainingInputs` are made of. */
export interface SplitBatch {
  readonly batch: number
  /** Visible tokens a row. */
  readonly visibleCount: number
  /** Masked tokens a row. */
  readonly maskedCount: number
  /** Rows of positions: the batch's axes, or 1 for the absolute baseline (token indices). */
  readonly axes: number
  /** `[batch, visible, tokenSize]` */
  readonly visible: Float32Array
  /** `[batch, axes, visible]` */
  readonly visiblePositions: Float32Array
  /** `[batch, visible]`, 1 = padding */
  readonly visiblePadding: Float32Array
  /** `[batch, masked, tokenSize]` */
  readonly targets: Float32Array
  /** `[batch, axes, masked]` */
  readonly maskedPositions: Float32Array
  /** `[batch, masked]`, 1 = padding */
  readonly maskedPadding: Float32Array
}

/** To how many tokens the two parts of every row are padded. */
export interface MaskedCounts {
  readonly visible: number
  readonly masked: number
}

/**
 * Divides a batch into visible and masked tokens, each in original order. This happens outside the graph: no parameter
 * is involved, so no gradient has to pass through it.
 *
 * @param mask `[batch, length]`, 1 = masked; every row masks the same number of tokens
 * @param counts where rows mask different numbers: real tokens alone are divided, and both parts padded to these counts
 * @throws RomaeError `MASK_UNEQUAL_COUNTS`, `MASK_NOTHING_VISIBLE`, `MASK_NOTHING_MASKED`, `MASK_VALUE`, `INPUT_LENGTH`
 */
export function splitByMask(
  tokens: TokenBatch,
  mask: Uint8Array,
  config: Pick<BackboneConfig, 'cls' | 'positionEncoding'>,
  counts?: MaskedCounts,
): SplitBatch {
  const { batch, length } = tokens
  if (mask.length !== batch * length) {
    throw errors.INPUT_LENGTH({ name: `mask [${batch}, ${length}]`, expected: batch * length, got: mask.length })
  }
  const { visible: visibleCount, masked: maskedCount } = counts ?? equalCounts(tokens, mask, config)
  const ofReal = counts !== undefined
  const visible = selectTokens(tokens, mask, 0, visibleCount, config.positionEncoding, ofReal)
  const masked = selectTokens(tokens, mask, 1, maskedCount, config.positionEncoding, ofReal)
  return {
    batch,
    visibleCount,
    maskedCount,
    axes: visible.axes,
    visible: visible.values,
    visiblePositions: visible.positions,
    visiblePadding: visible.padding,
    targets: masked.values,
    maskedPositions: masked.positions,
    maskedPadding: masked.padding,
  }
}

/**
 * The positions that a model reads: the tokens' own, or for the absolute baseline their indices.
 *
 * @returns `[batch, axes, length]`, or `[batch, 1, length]`
 */
export function modelPositions(
  tokens: TokenBatch,
  positionEncoding: BackboneConfig['positionEncoding'],
): { positions: Float32Array; axes: number } {
  if (positionEncoding !== 'absolute') return { positions: tokens.positions, axes: tokens.axes }
  const positions = Float32Array.from({ length: tokens.batch * tokens.length }, (_, index) => index % tokens.length)
  return { positions, axes: 1 }
}

/** @throws RomaeError where rows mask different numbers of tokens, none, or all though no [CLS] would be left */
function equalCounts(
  { batch, length }: TokenBatch,
  mask: Uint8Array,
  { cls }: Pick<BackboneConfig, 'cls'>,
): MaskedCounts {
  const masked = countMasked(mask, batch, length)
  const ratio = masked / length
  if (masked === 0) throw errors.MASK_NOTHING_MASKED({ ratio, length })
  if (masked === length && !cls) throw errors.MASK_NOTHING_VISIBLE({ ratio, length })
  return { visible: length - masked, masked }
}

function countMasked(mask: Uint8Array, batch: number, length: number): number {
  let expected = 0
  for (let row = 0; row < batch; row++) {
    let got = 0
    for (let index = 0; index < length; index++) {
      const value = mask[row * length + index]!
      if (value > 1) throw errors.MASK_VALUE({ row, index, got: value })
      got += value
    }
    if (row === 0) expected = got
    else if (got !== expected) throw errors.MASK_UNEQUAL_COUNTS({ row, expected, got })
  }
  return expected
}

/** @param ofReal whether padding is left where it is, and the part padded anew */
function selectTokens(
  tokens: TokenBatch,
  mask: Uint8Array,
  wanted: 0 | 1,
  count: number,
  positionEncoding: BackboneConfig['positionEncoding'],
  ofReal: boolean,
) {
  const { batch, length, tokenSize } = tokens
  const source = modelPositions(tokens, positionEncoding)
  const { axes } = source
  const values = new Float32Array(batch * count * tokenSize)
  const positions = new Float32Array(batch * axes * count)
  const padding = new Float32Array(batch * count).fill(1)
  for (let row = 0; row < batch; row++) {
    let slot = 0
    for (let index = 0; index < length; index++) {
      const token = row * length + index
      if (mask[token] !== wanted || (ofReal && tokens.padding[token] === 1)) continue
      if (slot === count) throw errors.MASK_COUNTS({ row, part: wanted === 1 ? 'masked' : 'visible', count })
      const target = row * count + slot
      values.set(tokens.values.subarray(token * tokenSize, (token + 1) * tokenSize), target * tokenSize)
      for (let axis = 0; axis < axes; axis++) {
        positions[(row * axes + axis) * count + slot] = source.positions[(row * axes + axis) * length + index]!
      }
      padding[target] = tokens.padding[token]!
      slot++
    }
  }
  return { values, positions, padding, axes }
}
