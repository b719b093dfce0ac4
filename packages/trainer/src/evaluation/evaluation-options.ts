import { checkKeys, requireChoice, requireInteger } from '../check-options.ts'
import type { Samples } from '../data/samples.ts'

/** How often to evaluate, on what, and what follows from it. */
export interface EvaluationOptions<Sample> {
  readonly samples: Samples<Sample>
  /** After each pass over the training data (default), or after every so many steps; and always after the last step. */
  readonly every?: 'epoch' | number
  /** Samples at a time. Default 64. */
  readonly batchSize?: number
  /** The metric that says which evaluation is the best. Default `loss`. */
  readonly metric?: string
  /** Default: what is better for the metric, `lower` for losses and errors. */
  readonly direction?: 'lower' | 'higher'
  /** Ends the run after so many evaluations in a row that are not better than the best. Default: does not. */
  readonly patience?: number
  /** The model that the run ends with: of its `last` step (default), or of the `best` evaluation. */
  readonly select?: 'last' | 'best'
}

/** `EvaluationOptions` without the data, resolved: plain JSON that may be given again. */
export interface EvaluationConfig {
  readonly every: 'epoch' | number
  readonly batchSize: number
  readonly metric: string
  readonly direction: 'lower' | 'higher'
  readonly patience?: number
  readonly select: 'last' | 'best'
}

export const evaluationKeys = [
  'samples',
  'every',
  'batchSize',
  'metric',
  'direction',
  'patience',
  'select',
] as const satisfies (keyof EvaluationOptions<never>)[]

/** The metrics of each kind of run that can be compared, and which way. */
const directions = {
  pretraining: { loss: 'lower' },
  classification: { loss: 'lower', accuracy: 'higher', macroF1: 'higher', weightedF1: 'higher' },
  regression: { loss: 'lower', mse: 'lower', rmse: 'lower', mae: 'lower' },
} as const satisfies Record<string, Record<string, 'lower' | 'higher'>>

/**
 * @param keys all that the task knows
 * @throws RomaeError `TRAINER_OPTION`, `TRAINER_UNKNOWN_OPTION`
 */
export function resolveEvaluation(
  options: Omit<EvaluationOptions<never>, 'samples'>,
  task: keyof typeof directions,
  keys: readonly string[],
): EvaluationConfig {
  checkKeys('evaluation', options, keys)
  const { every = 'epoch', patience } = options
  const known: Readonly<Record<string, 'lower' | 'higher'>> = directions[task]
  const metric = requireChoice('evaluation.metric', options.metric ?? 'loss', Object.keys(known))
  return {
    every: every === 'epoch' ? every : requireInteger('evaluation.every', every, 1),
    batchSize: requireInteger('evaluation.batchSize', options.batchSize ?? 64, 1),
    metric,
    direction: requireChoice('evaluation.direction', options.direction ?? known[metric]!, ['lower', 'higher']),
    ...(patience !== undefined && { patience: requireInteger('evaluation.patience', patience, 1) }),
    select: requireChoice('evaluation.select', options.select ?? 'last', ['last', 'best']),
  }
}
