import { outputSize, type TokenOutput } from '@romae/tokenizer'
import * as tf from '@tensorflow/tfjs-core'
import { parametersOf } from './head-outputs.ts'
import type { BoundLikelihood } from './likelihood.ts'

/** An output and where its values begin in a token. */
interface PlacedOutput {
  readonly output: TokenOutput
  readonly start: number
  readonly size: number
}

function placed(outputs: readonly TokenOutput[]): PlacedOutput[] {
  let next = 0
  return outputs.map((output) => {
    const size = outputSize(output)
    next += size
    return { output, start: next - size, size }
  })
}

/** Values of tokens from a place on. @param x `[batch, masked, tokenSize]` */
function take(x: tf.Tensor, { start, size }: Pick<PlacedOutput, 'start' | 'size'>): tf.Tensor {
  return tf.slice(x, [0, 0, start], [-1, -1, size])
}

/** 1 where a value is above 0. */
function isAbove(x: tf.Tensor): tf.Tensor {
  return tf.cast(tf.greater(x, 0), 'float32')
}

/**
 * How likely it is that a value is `yes`, by what tokens are around 0: as likely as the mean of the two is 0. Null where 0 is `no` itself, and says nothing.
 */
function shareOf(yes: number, no: number): number | null {
  return no < 0 ? -no / (yes - no) : null
}

/** What a head that says nothing is to say: the logarithms of shares, or of their odds. `[size]` */
function priorOf(output: Exclude<TokenOutput, { kind: 'numbers' }>): number[] {
  if (output.kind === 'binary') {
    const share = shareOf(output.yes, output.no)
    return [share === null ? 0 : Math.log(share / (1 - share))]
  }
  const shares = output.yes.map((yes, index) => shareOf(yes, output.no[index]!))
  return shares.map((share) => (share === null || shares.includes(null) ? 0 : Math.log(share)))
}

/**
 * What the head puts out for tokens that are not all numbers. Of numbers it is what the likelihood makes of it; the first parameter of a category’s values
 * is the logarithm of its probability, and that of yes or no the logarithm of its odds. Their further parameters say nothing. Where the head says 0, they are as
 * likely as their `yes` and `no` say, so that what is filled in is the mean, as of numbers.
 *
 * @param raw `[batch, masked, parameters × tokenSize]`
 * @returns in the same shape and order
 */
export function constrainTokens(
  likelihood: BoundLikelihood,
  outputs: readonly TokenOutput[],
  raw: tf.Tensor,
): tf.Tensor {
  const given = parametersOf(likelihood, raw)
  const [first, ...others] = likelihood.constrain(given)
  const parts = placed(outputs).map((place) => {
    const { output } = place
    if (output.kind === 'numbers') return take(first!, place)
    const own = tf.add(take(given[0]!, place), tf.tensor1d(priorOf(output)))
    return output.kind === 'category' ? tf.logSoftmax(own) : own
  })
  return tf.concat([...parts, ...others], 2)
}

/**
 * The mean over what is known of a token of what it costs to be wrong: of each number what the likelihood says, of a category and of yes or no the
 * negative logarithm of the probability of the right one. Of a token of which nothing is known it is 0.
 *
 * @param predictions as `constrainTokens` gives them
 * @param targets `[batch, masked, tokenSize]`
 * @returns `[batch, masked]`
 */
export function tokenErrors(
  likelihood: BoundLikelihood,
  outputs: readonly TokenOutput[],
  predictions: tf.Tensor,
  targets: tf.Tensor,
): tf.Tensor {
  const parameters = parametersOf(likelihood, predictions)
  const terms = placed(outputs).map((place) => {
    const { output, size } = place
    const own = take(targets, place)
    if (output.kind === 'numbers') {
      const lost = likelihood.loss(
        parameters.map((parameter) => take(parameter, place)),
        own,
      )
      const sum = tf.sum(lost, 2, true)
      if (output.known === undefined) return { lost: sum, count: tf.onesLike(sum).mul(size) }
      const known = isAbove(take(targets, { start: output.known, size: 1 }))
      return { lost: tf.mul(sum, known), count: tf.mul(known, size) }
    }
    const predicted = take(parameters[0]!, place)
    const right = isAbove(own)
    if (output.kind === 'category') {
      return { lost: tf.neg(tf.sum(tf.mul(right, predicted), 2, true)), count: tf.sum(right, 2, true) }
    }
    return { lost: tf.sub(tf.softplus(predicted), tf.mul(right, predicted)), count: tf.onesLike(right) }
  })
  const sum = (of: 'lost' | 'count') =>
    tf.sum(
      tf.concat(
        terms.map((term) => term[of]),
        2,
      ),
      2,
    ) // [batch, masked]
  return tf.div(sum('lost'), tf.maximum(sum('count'), 1))
}

/**
 * The value to fill in at each place of a token: of numbers that of the likelihood, of the others the mean of `yes` and `no` by the probability.
 *
 * @param parameterAt the parameters of the value at a place
 * @returns `[tokenSize]`
 */
export function tokenPoints(
  likelihood: BoundLikelihood,
  outputs: readonly TokenOutput[],
  parameterAt: (place: number) => ArrayLike<number>,
): Float32Array {
  const points = placed(outputs).flatMap(({ output, start, size }) =>
    Array.from({ length: size }, (_, index) => {
      const parameters = parameterAt(start + index)
      if (output.kind === 'numbers') return likelihood.point(parameters)
      const first = parameters[0]!
      const isCategory = output.kind === 'category'
      const [yes, no] = isCategory ? [output.yes[index]!, output.no[index]!] : [output.yes, output.no]
      const probability = isCategory ? Math.exp(first) : 1 / (1 + Math.exp(-first))
      return no + probability * (yes - no)
    }),
  )
  return Float32Array.from(points)
}
