import * as tf from '@tensorflow/tfjs-core'
import type { EncoderConfig } from '../config/types.ts'
import { attention } from '../ops/attention.ts'
import { linear } from '../ops/linear.ts'
import { rmsNorm } from '../ops/rms-norm.ts'
import { type RotaryTables, rotate } from '../ops/rotary.ts'
import { silu } from '../ops/silu.ts'
import type { TensorMap } from '../parameters/pack.ts'
import { type ApplyDropout, stochasticDepthRate } from './dropout.ts'

/** A run of tokens: from `start`, `count` of them. */
export interface TokenRange {
  readonly start: number
  readonly count: number
}

/** A sequence that ends in copies of one token, or of one after the other, in every sample of a batch. */
export interface RepeatedToken {
  /** The tokens before: `[batch, length - copies, dModel]`. */
  readonly others: tf.Tensor
  /** In their order: the token `[dModel]`, and how many copies of it there are. */
  readonly runs: readonly { readonly token: tf.Tensor; readonly count: number }[]
}

/** What all blocks of one stack share. */
export interface StackContext {
  readonly name: 'encoder' | 'decoder'
  readonly config: EncoderConfig
  readonly batch: number
  /** Tokens of each sample. */
  readonly length: number
  /** Packed parameters. */
  readonly parameters: TensorMap
  /** Null where nothing is rotated. */
  readonly tables: RotaryTables | null
  /** `[batch, 1, 1, length]`, or absent without padding. */
  readonly bias: tf.Tensor | undefined
  readonly dropout: ApplyDropout
}

/**
 * One pre-norm transformer block: x + Attention(RMSNorm(x)), then + MLP(RMSNorm(.)).
 *
 * Tokens are rows of one matrix, as the products need them: a compiled step then has no reshapes around each.
 *
 * @param x `[batch x length, dModel]`
 * @param read the tokens whose outputs are needed; the others serve as keys and values only
 * @param repeated what is known of `x`, which then costs fewer operations
 * @returns `[batch x read.count, dModel]`
 */
export function block(
  x: tf.Tensor,
  layer: number,
  context: StackContext,
  read: TokenRange,
  repeated?: RepeatedToken,
): tf.Tensor {
  const { config, parameters } = context
  const prefix = `${context.name}.layers.${layer}`
  const weight = (name: string) => parameters[`${prefix}.${name}.weight`]!
  const path = stochasticDepthRate(config, layer)
  const drop = (site: string, rate: number, rows: tf.Tensor) => dropRows(context, `${prefix}.${site}`, rate, rows)

  const qkvOf = (tokens: tf.Tensor) =>
    linear(rmsNorm(tokens, weight('attention_norm'), config.normEpsilon), weight('attention.wqkv'))
  const qkv = repeated === undefined ? qkvOf(x) : qkvOfRepeated(repeated, qkvOf) // [batch x length, 3 dModel]
  const attended = linear(selfAttention(qkv, prefix, context, read), weight('attention.wo'))
  const attentionOutput = drop('attention.output', config.attentionOutputDropout, attended)
  const h = tf.add(takeRows(x, context, read), drop('attention.path', path, attentionOutput))

  const hidden = silu(linear(rmsNorm(h, weight('ffn_norm'), config.normEpsilon), weight('feed_forward.w1')))
  const mlp = drop('feed_forward', config.hiddenDropout, linear(hidden, weight('feed_forward.w2')))
  return tf.add(h, drop('feed_forward.path', path, mlp))
}

/** Before they are rotated, queries, keys and values of copies are copies: one product serves all of them. */
function qkvOfRepeated({ others, runs }: RepeatedToken, qkvOf: (tokens: tf.Tensor) => tf.Tensor): tf.Tensor {
  const [batch, length, dModel] = others.shape as [number, number, number]
  const ofOthers = tf.reshape(qkvOf(tf.reshape(others, [batch * length, dModel])), [batch, length, 3 * dModel])
  const ofTokens = runs.map(({ token, count }) =>
    tf.add(tf.zeros([batch, count, 3 * dModel]), qkvOf(tf.reshape(token, [1, dModel]))),
  )
  const copies = runs.reduce((sum, { count }) => sum + count, 0)
  return tf.reshape(tf.concat([ofOthers, ...ofTokens], 1), [batch * (length + copies), 3 * dModel])
}

/**
 * @param qkv `[batch x length, 3 dModel]`
 * @returns `[batch x read.count, dModel]`, before the output projection
 */
function selfAttention(qkv: tf.Tensor, prefix: string, context: StackContext, read: TokenRange): tf.Tensor {
  const { config, batch, length, tables, bias, dropout } = context
  const { heads, dModel } = config
  // Queries and keys stay together while they are rotated: one transposition and one rotation serve both.
  const byHead = tf.transpose(tf.reshape(qkv, [batch, length, 3 * heads, dModel / heads]), [0, 2, 1, 3])
  const [queriesAndKeys, values] = tf.split(byHead, [2 * heads, heads], 1) as [tf.Tensor, tf.Tensor]
  const rotated = tables === null ? queriesAndKeys : rotate(queriesAndKeys, tables) // [batch, 2 heads, length, headDimension]
  const [queries, keys] = tf.split(rotated, 2, 1) as [tf.Tensor, tf.Tensor]
  const output = attention(
    dropout(`${prefix}.attention.queries`, config.positionDropout, takeQueries(queries, read)),
    dropout(`${prefix}.attention.keys`, config.positionDropout, keys),
    values,
    { bias, dropout: (p) => dropout(`${prefix}.attention.probabilities`, config.attentionDropout, p) },
  ) // [batch, heads, read.count, headDimension]
  return tf.reshape(tf.transpose(output, [0, 2, 1, 3]), [batch * read.count, dModel])
}

/** Dropout on rows: keep masks are by sample and token. */
function dropRows({ batch, dropout }: StackContext, site: string, rate: number, rows: tf.Tensor): tf.Tensor {
  if (rate === 0) return rows
  const [count, dModel] = rows.shape as [number, number]
  return tf.reshape(dropout(site, rate, tf.reshape(rows, [batch, count / batch, dModel])), [count, dModel])
}

function takeRows(x: tf.Tensor, { batch, length }: StackContext, { start, count }: TokenRange): tf.Tensor {
  if (count === length) return x
  const dModel = x.shape[1]!
  const taken = tf.slice(tf.reshape(x, [batch, length, dModel]), [0, start, 0], [-1, count, -1])
  return tf.reshape(taken, [batch * count, dModel])
}

function takeQueries(q: tf.Tensor, { start, count }: TokenRange): tf.Tensor {
  return count === q.shape[2] ? q : tf.slice(q, [0, 0, start, 0], [-1, -1, count, -1])
}
