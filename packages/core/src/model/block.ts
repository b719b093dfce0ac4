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

/** What all blocks of one stack share. */
export interface StackContext {
  readonly name: 'encoder' | 'decoder'
  readonly config: EncoderConfig
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
 * @param x `[batch, length, dModel]`
 * @param read the tokens whose outputs are needed; the others serve as keys and values only
 * @returns `[batch, read.count, dModel]`
 */
export function block(x: tf.Tensor, layer: number, context: StackContext, read: TokenRange): tf.Tensor {
  const { config, parameters, dropout } = context
  const prefix = `${context.name}.layers.${layer}`
  const weight = (name: string) => parameters[`${prefix}.${name}.weight`]!
  const path = stochasticDepthRate(config, layer)

  const normalized = rmsNorm(x, weight('attention_norm'), config.normEpsilon)
  const attended = linear(selfAttention(normalized, prefix, context, read), weight('attention.wo'))
  const attentionOutput = dropout(`${prefix}.attention.output`, config.attentionOutputDropout, attended)
  const h = tf.add(takeTokens(x, read), dropout(`${prefix}.attention.path`, path, attentionOutput))

  const hidden = silu(linear(rmsNorm(h, weight('ffn_norm'), config.normEpsilon), weight('feed_forward.w1')))
  const mlp = dropout(`${prefix}.feed_forward`, config.hiddenDropout, linear(hidden, weight('feed_forward.w2')))
  return tf.add(h, dropout(`${prefix}.feed_forward.path`, path, mlp))
}

/** @returns `[batch, read.count, dModel]`, before the output projection */
function selfAttention(x: tf.Tensor, prefix: string, context: StackContext, read: TokenRange): tf.Tensor {
  const { config, parameters, tables, bias, dropout } = context
  const [batch, length, dModel] = x.shape as [number, number, number]
  const { heads } = config
  const toHeads = (tokens: tf.Tensor) =>
    tf.transpose(tf.reshape(tokens, [batch, length, heads, dModel / heads]), [0, 2, 1, 3]) // [batch, heads, length, headDimension]
  const qkv = linear(x, parameters[`${prefix}.attention.wqkv.weight`]!) // [batch, length, 3 dModel]
  const [queries, keys, values] = tf.split(qkv, 3, 2).map(toHeads) as [tf.Tensor, tf.Tensor, tf.Tensor]
  const q = takeQueries(tables === null ? queries : rotate(queries, tables), read)
  const k = tables === null ? keys : rotate(keys, tables)
  const output = attention(
    dropout(`${prefix}.attention.queries`, config.positionDropout, q),
    dropout(`${prefix}.attention.keys`, config.positionDropout, k),
    values,
    { bias, dropout: (p) => dropout(`${prefix}.attention.probabilities`, config.attentionDropout, p) },
  ) // [batch, heads, read.count, headDimension]
  return tf.reshape(tf.transpose(output, [0, 2, 1, 3]), [batch, read.count, dModel])
}

function takeTokens(x: tf.Tensor, { start, count }: TokenRange): tf.Tensor {
  return count === x.shape[1] ? x : tf.slice(x, [0, start, 0], [-1, count, -1])
}

function takeQueries(q: tf.Tensor, { start, count }: TokenRange): tf.Tensor {
  return count === q.shape[2] ? q : tf.slice(q, [0, 0, start, 0], [-1, -1, count, -1])
}
