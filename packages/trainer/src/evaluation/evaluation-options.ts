import { checkedElsewhere, type OptionsOf, type ResolvedOf, type Schema } from '@romae/internal/options'
import { readOptions } from '../check-options.ts'
import type { Samples } from '../data/samples.ts'

/** The options of `evaluation` that are plain data: kind, bounds, default and help of each. */
export const evaluationOptions = {
  every: {
    kind: 'integer',
    least: 1,
    or: ['epoch'],
    default: 'epoch',
    help: 'after each pass over the training data, or after so many steps; and always after the last step',
  },
  batchSize: { kind: 'integer', least: 1, default: 64, help: 'samples at a time' },
  metric: { kind: 'text', default: 'loss', help: 'says which evaluation is the best' },
  direction: {
    kind: 'choice',
    of: ['lower', 'higher'],
    help: 'what is better; by default what is for the metric: `lower` for losses and errors',
  },
  patience: { kind: 'integer', least: 1, help: 'ends the run after so many evaluations in a row that are no better' },
  select: {
    kind: 'choice',
    of: ['last', 'best'],
    default: 'last',
    help: 'the model that the run ends with: of its last step, or of the best evaluation',
  },
} as const satisfies Schema

const evaluationSchema = { samples: checkedElsewhere<unknown>(), ...evaluationOptions } as const satisfies Schema

/** How often to evaluate, on what, and what follows from it. */
export interface EvaluationOptions<Sample> extends Omit<OptionsOf<typeof evaluationSchema>, 'samples'> {
  readonly samples: Samples<Sample>
}

/** `EvaluationOptions` without the data, resolved: plain JSON that may be given again. */
export interface EvaluationConfig extends Omit<ResolvedOf<typeof evaluationSchema>, 'samples' | 'direction'> {
  readonly direction: 'lower' | 'higher'
}

/** The metrics of each kind of run that can be compared, and which way. */
const directions = {
  pretraining: { loss: 'lower' },
  classification: { loss: 'lower', accuracy: 'higher', macroF1: 'higher', weightedF1: 'higher' },
  multiLabelClassification: { loss: 'lower', exactMatch: 'higher', microF1: 'higher', macroF1: 'higher' },
  regression: { loss: 'lower', mse: 'lower', rmse: 'lower', mae: 'lower' },
} as const satisfies Record<string, Record<string, 'lower' | 'higher'>>

/** What the held-out samples of a fine-tuning are to be predicted as. */
const held = { labels: checkedElsewhere<unknown>(), targets: checkedElsewhere<unknown>() }

/** What is masked of the held-out samples of a pre-training. */
const masked = { masks: checkedElsewhere<unknown>() }

/** @throws RomaeError `TRAINER_OPTION`, `TRAINER_UNKNOWN_OPTION` */
export function resolveEvaluation(
  options: Omit<EvaluationOptions<never>, 'samples'>,
  task: keyof typeof directions,
): EvaluationConfig {
  const known: Readonly<Record<string, 'lower' | 'higher'>> = directions[task]
  const metric = { kind: 'choice', of: Object.keys(known), default: 'loss' } as const
  const schema = {
    ...evaluationSchema,
    metric,
    ...(task === 'pretraining' && masked),
    ...(task !== 'pretraining' && held),
  }
  const { samples, labels, targets, masks, ...resolved } = readOptions('evaluation', schema, options)
  return { direction: known[resolved.metric]!, ...resolved }
}
