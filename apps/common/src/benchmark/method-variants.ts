import type { HostModality, Settings } from 'romae'
import type { ResultsText } from '../results/results-page.ts'
import type { Variant } from './benchmark.ts'
import type { Method } from './method.ts'
import type { Splits } from './method-stages.ts'
import { methodTrial } from './method-trial.ts'
import { pretrainingFolder, type SharedPretrainings } from './shared-pretraining.ts'

/** The names and texts of a comparison of methods. */
export interface MethodsText extends ResultsText {
  /** Another column of the table: F-scores that are published for methods of these names. */
  readonly published?: { readonly title: string; readonly values: Readonly<Record<string, string>> }
}

/**
 * Methods on the official splits of a data set, a row each: pre-trained without labels, or from scratch, then fine-tuned with
 * labels. Methods that name the same pre-training share its model. Of the first method the report has pictures and curves.
 */
export function methodVariants<Sample>(
  modality: HostModality<Sample>,
  splits: Splits<Sample>,
  methods: readonly Method[],
  { name, published }: MethodsText,
): readonly Variant[] {
  const bySeed = new Map<number, SharedPretrainings>()
  const sharedBy = (seed: number) => {
    const shared = bySeed.get(seed) ?? { plans: new Map(), models: new Map() }
    bySeed.set(seed, shared)
    return shared
  }
  return methods.map((method, index): Variant => {
    const { key, name: label, pretraining } = method
    const value = published?.values[label]
    return {
      experiment: `${name}/${key}`,
      key,
      label,
      ...(value !== undefined && { published: { 'macro F1': { [published!.title]: value } } }),
      settings: method as unknown as Settings,
      stages: pretraining === null ? [key] : [pretrainingFolder(pretraining), key],
      trial: (seed) => methodTrial({ modality, splits, shared: sharedBy(seed), isShown: index === 0 }, method, seed),
    }
  })
}
