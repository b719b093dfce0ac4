import type { Tokens } from '@romae/tokenizer'

/** The tokens of several samples in two buffers, which change hands without being copied. */
export interface PackedTokens {
  readonly lengths: readonly number[]
  readonly tokenSize: number
  readonly axes: number
  /** `[sum of lengths, tokenSize]` */
  readonly values: Float32Array<ArrayBuffer>
  /** `[sum of lengths, axes]` */
  readonly positions: Float32Array<ArrayBuffer>
}

/** Packs tokens that `checkTokens` has seen. */
export function packTokens(tokens: readonly Tokens[]): PackedTokens {
  const lengths = tokens.map(({ length }) => length)
  const [first] = tokens as [Tokens]
  return {
    lengths,
    tokenSize: first.values.length / first.length,
    axes: first.positions.length / first.length,
    values: concatenate(tokens.map(({ values }) => values)),
    positions: concatenate(tokens.map(({ positions }) => positions)),
  }
}

export function unpackTokens({ lengths, tokenSize, axes, values, positions }: PackedTokens): Tokens[] {
  let start = 0
  return lengths.map((length) => {
    const end = start + length
    const tokens = {
      values: values.subarray(start * tokenSize, end * tokenSize),
      positions: positions.subarray(start * axes, end * axes),
      length,
    }
    start = end
    return tokens
  })
}

function concatenate(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let start = 0
  for (const part of parts) {
    whole.set(part, start)
    start += part.length
  }
  return whole
}
