import type { AdamWOptions, Optimizer, SgdOptions } from '@romae/engine'
import { checkKeys, requireChoice, requireFraction, requireNonNegative, requirePositive } from '../check-options.ts'
import { errors } from '../errors.ts'

/** An optimizer; what is left out has its default: AdamW's are the task's, SGD's are zero. */
export type OptimizerOptions =
  | ({ readonly kind: 'adamw' } & Partial<Omit<AdamWOptions, 'kind'>>)
  | ({ readonly kind: 'sgd' } & Partial<Omit<SgdOptions, 'kind'>>)

/** Checks an optimizer and fills in its defaults. @throws RomaeError `TRAINER_OPTION`, `TRAINER_UNKNOWN_OPTION` */
export function resolveOptimizer(options: OptimizerOptions | undefined, adamw: AdamWOptions): Optimizer {
  if (options === undefined) return adamw
  checkKeys('optimizer', options, ['kind', 'betas', 'epsilon', 'momentum', 'weightDecay'])
  const kind = requireChoice('optimizer.kind', options.kind, ['adamw', 'sgd'])
  if (kind === 'adamw') {
    checkKeys('optimizer of kind adamw', options, ['kind', 'betas', 'epsilon', 'weightDecay'])
    const { betas, epsilon, weightDecay } = { ...adamw, ...options } as AdamWOptions
    if (!Array.isArray(betas) || betas.length !== 2) {
      throw errors.TRAINER_OPTION({ key: 'optimizer.betas', got: betas, expected: 'a list of two numbers' })
    }
    const [first, second] = betas.map((beta, index) => requireFraction(`optimizer.betas[${index}]`, beta))
    return {
      kind,
      betas: [first!, second!],
      epsilon: requirePositive('optimizer.epsilon', epsilon),
      weightDecay: requireNonNegative('optimizer.weightDecay', weightDecay),
    }
  }
  checkKeys('optimizer of kind sgd', options, ['kind', 'momentum', 'weightDecay'])
  const { momentum, weightDecay } = { momentum: 0, weightDecay: 0, ...options } as SgdOptions
  return {
    kind,
    momentum: requireFraction('optimizer.momentum', momentum),
    weightDecay: requireNonNegative('optimizer.weightDecay', weightDecay),
  }
}
