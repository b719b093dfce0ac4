import type { TrainingEvent } from './training-messages.ts'

/** How well classes are told apart, on files that training did not see. */
export interface Told {
  readonly type: 'told'
  readonly step: number
  readonly classes: readonly string[]
  /** `[true class][predicted class]`: numbers of files. */
  readonly confusion: readonly (readonly number[])[]
  readonly accuracy: number
  /** Of always saying the class that training has most of. */
  readonly usual: number
  /** The surest first: places in the list of files. */
  readonly mistakes: readonly { readonly file: number; readonly said: string; readonly probability: number }[]
}

/** What the worker says while it learns from pictures or sounds. */
export type MediaEvent = TrainingEvent | Told

/** What a model says of one file: the probability of each class, which sum to 1; or, of a model without classes, a vector. */
export type Verdict =
  | { readonly classes: readonly string[]; readonly probabilities: readonly number[] }
  | { readonly classes: null; readonly vector: readonly number[] }
