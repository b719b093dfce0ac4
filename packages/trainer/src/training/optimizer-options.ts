import type { AdamWOptions, Optimizer } from '@romae/engine'
import type { OptionsOf, Schema } from '@romae/internal/options'
import { readOptions } from '../check-options.ts'

const rate = { kind: 'number', least: 0, below: 1 } as const
const weightDecay = {
  kind: 'number',
  least: 0,
  help: 'times the learning rate, taken off each weight in a step; on which, says `weightDecayOn`',
} as const

/**
 * The options of each optimizer as plain data. AdamW's defaults are the task's: epsilon 1e-8, weight decay 0.05, betas 0.9
 * and 0.95 in pre-training, 0.9 and 0.999 in fine-tuning.
 */
export const optimizerOptions = {
  adamw: {
    kind: { kind: 'choice', of: ['adamw'], required: true },
    betas: { kind: 'list', item: rate, length: 2, help: 'decay of the averages of gradient and squared gradient' },
    epsilon: { kind: 'number', above: 0, help: 'added to the root of the average of squares' },
    weightDecay,
  },
  sgd: {
    kind: { kind: 'choice', of: ['sgd'], required: true },
    momentum: { ...rate, default: 0, help: 'of the gradient; 0 keeps none' },
    weightDecay: { ...weightDecay, default: 0 },
  },
} as const satisfies Record<string, Schema>

/** An optimizer; what is left out has its default: AdamW's are the task's, SGD's are zero. */
export type OptimizerOptions = OptionsOf<typeof optimizerOptions.adamw> | OptionsOf<typeof optimizerOptions.sgd>

const kinds = Object.keys(optimizerOptions) as Optimizer['kind'][]
const anyOptimizer = { kind: { kind: 'choice', of: kinds, required: true } } as const satisfies Schema

/** Checks an optimizer and fills in its defaults. @throws RomaeError `TRAINER_OPTION`, `TRAINER_UNKNOWN_OPTION` */
export function resolveOptimizer(options: OptimizerOptions | undefined, adamw: AdamWOptions): Optimizer {
  if (options === undefined) return adamw
  const { kind } = readOptions('optimizer', anyOptimizer, { kind: options.kind })
  if (kind === 'sgd') return readOptions('optimizer of kind sgd', optimizerOptions.sgd, options as never)
  return { ...adamw, ...readOptions('optimizer of kind adamw', optimizerOptions.adamw, options as never) }
}
