import type { MediaKind, PlacedFile } from './media-kind.ts'

/** What the worker is asked to tell apart. */
export interface MediaInput {
  readonly kind: MediaKind
  /** In folders, which are their classes. */
  readonly files: readonly PlacedFile[]
  /** What the run's checkpoints are kept under. */
  readonly run: string
}

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

/** What the worker says while it learns. */
export type MediaEvent =
  | Told
  | { readonly type: 'doing'; readonly what: string }
  | { readonly type: 'note'; readonly text: string }
  | {
      readonly type: 'started'
      readonly threads: number
      readonly steps: number
      readonly classes: readonly string[]
      readonly training: number
      readonly testing: number
    }
  | { readonly type: 'resumed'; readonly step: number }
  | { readonly type: 'step'; readonly step: number; readonly loss: number }

export interface MediaResult {
  readonly stopped: boolean
  readonly files: readonly { readonly kind: 'model' | 'onnx'; readonly name: string; readonly content: Blob }[]
}

/** What a model says of one file: the probability of each class, which sum to 1; or, of a model without classes, a vector. */
export type Verdict =
  | { readonly classes: readonly string[]; readonly probabilities: readonly number[] }
  | { readonly classes: null; readonly vector: readonly number[] }
