import type { TokenOutput } from '@romae/tokenizer'
import type { BackboneConfig } from './types.ts'

/** The tokens of one modality within a sequence; of a model that knows of one alone, all of its tokens. */
export interface Segment {
  /** Null where the model has no names of modalities. */
  readonly name: string | null
  /** What the names of its parameters and inputs end in: nothing, or `.NAME`. */
  readonly suffix: string
  readonly tokenSize: number
  /** Which of the model's axes its positions are on; null: all, in their order. */
  readonly axes: readonly number[] | null
  /** What the values of a token are; null: numbers. */
  readonly outputs: readonly TokenOutput[] | null
}

/** The segments of a model's sequence, in order. What is said of them once serves models of one modality and of several. */
export function segmentsOf({ modalities, tokenSize }: Pick<BackboneConfig, 'modalities' | 'tokenSize'>): Segment[] {
  if (modalities === undefined) return [{ name: null, suffix: '', tokenSize, axes: null, outputs: null }]
  return modalities.map(({ name, tokenSize: own, axes, outputs = null }) => {
    return { name, suffix: `.${name}`, tokenSize: own, axes, outputs }
  })
}
