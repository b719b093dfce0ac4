import { checkTokenArrays } from './check-tokens.ts'
import { errors } from './errors.ts'
import type { TokenBatch, Tokens } from './tokenizer.ts'

/** What a batch is made by. */
interface RowLayout {
  readonly tokenSize: number
  readonly axes: number
  /** Tokens of a row, padding included. Default: the longest row's, at least 1. */
  readonly length: number | undefined
}

/**
 * One batch of rows; a row without tokens is padding alone.
 *
 * @throws RomaeError `TOKENIZER_COLLATE_TOO_LONG`, `TOKENIZER_TOKENS_*`
 */
export function collateRows(
  rows: readonly (Tokens | null)[],
  { tokenSize, axes, length: given }: RowLayout,
): TokenBatch {
  let longest = 1
  for (const [sample, item] of rows.entries()) {
    if (item === null) continue
    checkTokenArrays(item, { tokenSize, axes }, { sample })
    longest = Math.max(longest, item.length)
  }
  const length = given ?? longest
  const batch = rows.length
  const values = new Float32Array(batch * length * tokenSize)
  const positions = new Float32Array(batch * axes * length)
  const padding = new Uint8Array(batch * length)
  for (const [sample, item] of rows.entries()) {
    const filled = item?.length ?? 0
    if (filled > length) throw errors.TOKENIZER_COLLATE_TOO_LONG({ sample, got: filled, length })
    padding.fill(1, sample * length + filled, (sample + 1) * length)
    if (item === null) continue
    values.set(item.values, sample * length * tokenSize)
    for (let axis = 0; axis < axes; axis++) {
      const row = (sample * axes + axis) * length
      for (let token = 0; token < filled; token++) positions[row + token] = item.positions[token * axes + axis]!
    }
  }
  return { values, positions, padding, batch, length, tokenSize, axes }
}
