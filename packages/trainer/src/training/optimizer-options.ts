import type { AdamWOptions, Optimizer } from '@romae/engine'
import type { OptionsOf, Schema } from '@romae/internal/options'
import { readOptions } from '../check-options.ts'

const rate = { kind: 'number', least: 0, below: 1 } as const
const weightDecay = { kind: 'number', least: 0 } as const

/** The options of each optimizer. AdamW's defaults are the task's, SGD's are zero. */
const optimizers = {
  adamw: {
    kind: { kind: 'choice', of: ['adamw'], required: true },
    betas: { kind: 'list', item: rate, length: 2 },
    epsilon: { kind: 'number', above: 0 },
    weightDecay,
  },
  sgd: {
    kind: { kind: 'choice', of: ['sgd'], required: true },
    momentum: { ...rate, default: 0 },
    weightDecay: { ...weightDecay, default: 0 },
  },
} as const satisfies Record<string, Schema>

/** An optimizer; what is left out has its default: AdamW's are the task's, SGD's are zero. */
export type OptimizerOptions = OptionsOf<typeof optimizers.adamw> | OptionsOf<typeof optimizers.sgd>

const kinds = Object.keys(optimizers) as Optimizer['kind'][]
const anyOptimizer = { kind: { kind: 'choice', of: kinds, required: true } } as const satisfies Schema

/** Checks an optimizer and fills in its defaults. @throws RomaeError `TRAINER_OPTION`, `TRAINER_UNKNOWN_OPTION` */
export function resolveOptimizer(options: OptimizerOptions | undefined, adamw: AdamWOptions): Optimizer {
  if (options === undefined) return adamw
  const { kind } = readOptions('optimizer', anyOptimizer, { kind: options.kind })
  if (kind === 'sgd') return readOptions('optimizer of kind sgd', optimizers.sgd, options as never)
  return { ...adamw, ...readOptions('optimizer of kind adamw', optimizers.adamw, options as never) }
}
