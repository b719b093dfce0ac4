import { initializeParameters, predictionConfig } from '@romae/core'
import { tinyStack } from './waves.ts'

/** What tells models apart: two may have some of their files in common. */
export interface Variant {
  readonly weights: number
  readonly tokenizer: number
  /** Decides the configuration. */
  readonly outputs: number
}

/** A classifier all of whose parts say which it is: weights, configuration, tokenizer, classes. */
export function variantModel(variant: Variant) {
  const { weights, tokenizer, outputs } = variant
  const config = predictionConfig({ tokenSize: 1, axes: 1, encoder: tinyStack, outputSize: outputs })
  const classes = Array.from({ length: outputs }, (_, index) => `class ${(index + tokenizer) % outputs}`)
  return { config, parameters: initializeParameters(config, weights), tokenizer: { variant }, classes }
}

/** One whose weights, tokenizer and classes differ from those of other numbers, and whose configuration does not. */
export function numberedModel(number: number) {
  return variantModel({ weights: number, tokenizer: number, outputs: 2 })
}
