import type { OptionsOf, ResolvedOf, Schema } from '@romae/internal/options'
import * as tf from '@tensorflow/tfjs-core'
import { errors } from '../errors.ts'
import type { LikelihoodKind } from './likelihood-kind.ts'

/** The most levels: each is a few operations of the graph, and what a file says must not fill the memory. */
const MOST_LEVELS = 199

export const quantilesSchema = {
  levels: {
    kind: 'list',
    item: { kind: 'number', above: 0, below: 1 },
    distinct: true,
    default: [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95],
    help: 'the levels of the quantiles, in ascending order, 0.5 among them: `[0.5]` alone is the median, and its loss the absolute error',
  },
} as const satisfies Schema

export type QuantilesOptions = OptionsOf<typeof quantilesSchema>
type Resolved = ResolvedOf<typeof quantilesSchema>

/**
 * Quantiles of stated levels, which cannot cross: the median, and from it to each further level a step that softplus makes
 * positive. The loss is the mean of twice the pinball losses, which for many levels comes near the CRPS, and of the median
 * alone is the absolute error.
 */
export const quantiles: LikelihoodKind<Resolved> = {
  schema: quantilesSchema,
  check(of, { levels }) {
    const isAscending = levels.every((level, index) => index === 0 || level > levels[index - 1]!)
    if (isAscending && levels.includes(0.5) && levels.length <= MOST_LEVELS) return
    const expected = `up to ${MOST_LEVELS} levels in ascending order, 0.5 among them`
    throw errors.CONFIG_VALUE({ of, key: 'levels', expected, found: levels.join(', ') })
  },
  parameterCount: ({ levels }) => levels.length,
  constrain(raw, { levels }) {
    const middle = levels.indexOf(0.5)
    const result = [...raw]
    for (let index = middle + 1; index < raw.length; index++) {
      result[index] = tf.add(result[index - 1]!, tf.softplus(raw[index]!))
    }
    for (let index = middle - 1; index >= 0; index--) {
      result[index] = tf.sub(result[index + 1]!, tf.softplus(raw[index]!))
    }
    return result
  },
  loss(parameters, targets, { levels }) {
    const ofLevels = parameters.map((quantile, index) => {
      const below = tf.sub(targets, quantile) // positive where the quantile is too low
      const level = levels[index]!
      return tf.maximum(tf.mul(below, 2 * level), tf.mul(below, 2 * level - 2))
    })
    const total = ofLevels.reduce((sum, loss) => tf.add(sum, loss))
    return ofLevels.length === 1 ? total : tf.div(total, ofLevels.length)
  },
  point: (parameters, { levels }) => parameters[levels.indexOf(0.5)]!,
  quantile(level, { levels }) {
    const above = levels.findIndex((one) => one >= level)
    if (above === -1 || level < levels[0]!) {
      throw errors.LIKELIHOOD_LEVEL({ level, least: levels[0]!, most: levels.at(-1)! })
    }
    const upper = levels[above]!
    if (upper === level) return (parameters) => parameters[above]!
    const lower = levels[above - 1]!
    const share = (level - lower) / (upper - lower)
    return (parameters) => (1 - share) * parameters[above - 1]! + share * parameters[above]!
  },
}
