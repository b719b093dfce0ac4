import { type Option, type Schema, value } from '@romae/internal/options'
import type * as tf from '@tensorflow/tfjs-core'
import { readOption, readOptions } from '../check-options.ts'
import { gaussian } from './gaussian.ts'
import { huber } from './huber.ts'
import type { LikelihoodKind } from './likelihood-kind.ts'
import { type LocationScaleOptions, locationScaleSchema } from './location-scale.ts'
import { type QuantilesOptions, quantiles, quantilesSchema } from './quantiles.ts'
import { squaredError } from './squared-error.ts'
import { type StudentTOptions, studentT, studentTSchema } from './student-t.ts'

/** What a model says of a masked value, and what it costs to be wrong. */
export type Likelihood =
  | { readonly kind: 'squaredError' }
  | { readonly kind: 'huber' }
  | ({ readonly kind: 'gaussian' } & LocationScaleOptions)
  | ({ readonly kind: 'studentT' } & StudentTOptions)
  | ({ readonly kind: 'quantiles' } & QuantilesOptions)

/** Every kind there is: the one place that lists them. */
const kinds: Readonly<Record<Likelihood['kind'], LikelihoodKind<never>>> = {
  squaredError,
  huber,
  gaussian,
  studentT,
  quantiles,
}

const kindSchema = {
  kind: { kind: 'choice', of: Object.keys(kinds) as Likelihood['kind'][], required: true },
} as const satisfies Schema

/** The kind, and every option of any of them, as plain data: bounds and help of each. Defaults are those of the kind. */
export const likelihoodOptions = {
  ...kindSchema,
  levels: withoutDefault(quantilesSchema.levels),
  degreesOfFreedom: withoutDefault(studentTSchema.degreesOfFreedom),
  scaleFloor: withoutDefault(locationScaleSchema.scaleFloor),
} as const satisfies Schema

/** An option that `resolveLikelihood` reads. */
export const likelihoodOption = {
  kind: value<Likelihood>(),
  expected: `an object with the kind (${Object.keys(kinds).join(', ')}) and its options`,
} as const

/** A likelihood with its options. */
export interface BoundLikelihood {
  readonly kind: Likelihood['kind']
  /** Numbers that the head puts out for each value. */
  readonly parameterCount: number
  /** See `LikelihoodKind`. */
  constrain(raw: readonly tf.Tensor[]): readonly tf.Tensor[]
  loss(parameters: readonly tf.Tensor[], targets: tf.Tensor): tf.Tensor
  /** The one number to fill in, given the parameters of one value. */
  point(parameters: ArrayLike<number>): number
  /**
   * The quantile of a level as a function of the parameters of one value; null for a likelihood that says nothing of how sure
   * it is.
   *
   * @throws RomaeError `LIKELIHOOD_LEVEL` for a level beyond those of a model of quantiles
   */
  readonly quantile: ((level: number) => (parameters: ArrayLike<number>) => number) | null
}

/** Checks a likelihood and fills in its defaults. @throws RomaeError `CONFIG_*` */
export function resolveLikelihood(of: string, given: Likelihood): Likelihood {
  const { kind, ...options } = readOption(of, 'likelihood', likelihoodOption, given)
  readOptions(`${of}.likelihood`, kindSchema, { kind })
  const { schema, check } = kinds[kind]
  const read: object = readOptions(`${of}.likelihood of kind ${kind}`, schema as Record<never, never>, options)
  check?.(`${of}.likelihood of kind ${kind}`, read as never)
  return { kind, ...read } as Likelihood
}

/** The likelihood of a configuration: the squared error where none is given, as in the paper. */
export function likelihoodOf({
  likelihood = { kind: 'squaredError' },
}: {
  readonly likelihood?: Likelihood
}): BoundLikelihood {
  const { kind, ...given } = likelihood
  const { parameterCount, constrain, loss, point, quantile } = kinds[kind]
  const options = given as never
  return {
    kind,
    parameterCount: parameterCount(options),
    constrain: (raw) => constrain(raw, options),
    loss: (parameters, targets) => loss(parameters, targets, options),
    point: (parameters) => point(parameters, options),
    quantile: quantile === null ? null : (level) => quantile(level, options),
  }
}

function withoutDefault<Given extends Option>({ default: _, ...option }: Given): Omit<Given, 'default'> {
  return option
}
