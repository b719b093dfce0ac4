import { checkTokenArrays } from './check-tokens.ts'
import { describe } from './describe.ts'
import { errors } from './errors.ts'
import { isCount } from './is-count.ts'
import type { TokenBatch, Tokens } from './tokenizer.ts'

export interface CollateOptions {
  /** Values in one token: the tokenizer's `tokenSize`. */
  readonly tokenSize: number
  /** Number of position axes: the tokenizer's `axes.length`. */
  readonly axes: number
  /** Pads every sample to this many tokens. It defaults to the longest sample's. */
  readonly length?: number
}

const optionNames: readonly string[] = ['tokenSize', 'axes', 'length'] satisfies (keyof CollateOptions)[]

/**
 * Makes one batch of the tokens of several samples. Shorter samples are padded at their end: `padding` 1, zeros in
 * `values` and `positions`. Positions turn from one row per token into one row per axis. The batch shares no memory
 * with the tokens.
 *
 * @throws RomaeError `TOKENIZER_COLLATE_EMPTY` without samples, `TOKENIZER_COLLATE_OPTION` for a wrong or unknown
 * option, `TOKENIZER_COLLATE_TOO_LONG` for a sample longer than `length`, `TOKENIZER_TOKENS_*` for malformed tokens
 */
export function collate(tokens: readonly Tokens[], options: CollateOptions): TokenBatch {
  checkCollateOptions(options)
  const { tokenSize, axes } = options
  if (!Array.isArray(tokens) || tokens.length === 0) throw errors.TOKENIZER_COLLATE_EMPTY({ got: describe(tokens) })
  let longest = 0
  for (const [sample, item] of tokens.entries()) {
    checkTokenArrays(item, { tokenSize, axes }, { sample })
    longest = Math.max(longest, item.length)
  }
  const length = options.length ?? longest
  const batch = tokens.length
  const values = new Float32Array(batch * length * tokenSize)
  const positions = new Float32Array(batch * axes * length)
  const padding = new Uint8Array(batch * length)
  for (const [sample, item] of tokens.entries()) {
    if (item.length > length) throw errors.TOKENIZER_COLLATE_TOO_LONG({ sample, got: item.length, length })
    values.set(item.values, sample * length * tokenSize)
    for (let axis = 0; axis < axes; axis++) {
      const row = (sample * axes + axis) * length
      for (let token = 0; token < item.length; token++) positions[row + token] = item.positions[token * axes + axis]!
    }
    padding.fill(1, sample * length + item.length, (sample + 1) * length)
  }
  return { values, positions, padding, batch, length, tokenSize, axes }
}

function checkCollateOptions(options: CollateOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw errors.TOKENIZER_COLLATE_OPTION({ option: 'object', expected: '{ tokenSize, axes }', got: describe(options) })
  }
  for (const option of Object.keys(options)) {
    if (optionNames.includes(option)) continue
    throw errors.TOKENIZER_COLLATE_OPTION({
      option: describe(option),
      expected: `one of ${optionNames.join(', ')}`,
      got: 'an unknown option',
    })
  }
  for (const option of ['tokenSize', 'axes', 'length'] as const) {
    const got = options[option]
    if (isCount(got) || (option === 'length' && got === undefined)) continue
    throw errors.TOKENIZER_COLLATE_OPTION({ option, expected: 'an integer of at least 1', got: describe(got) })
  }
}
