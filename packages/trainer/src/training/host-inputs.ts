import { type BackboneConfig, modelPositions, type SplitBatch } from '@romae/core'
import type { HostTensors } from '@romae/engine'
import type { TokenBatch } from '@romae/tokenizer'

/**
 * A masked batch as the inputs of `pretrainingProgram`. What is empty is left out: padding that marks nothing, and
 * visible tokens where all are masked.
 */
export function pretrainingHostInputs(split: SplitBatch, tokenSize: number): HostTensors {
  const { batch, visibleCount, maskedCount, axes } = split
  return {
    ...(visibleCount > 0 && {
      visible: { data: split.visible, shape: [batch, visibleCount, tokenSize] },
      visiblePositions: { data: split.visiblePositions, shape: [batch, axes, visibleCount] },
    }),
    ...(split.visiblePadding.includes(1) && {
      visiblePadding: { data: split.visiblePadding, shape: [batch, visibleCount] },
    }),
    maskedPositions: { data: split.maskedPositions, shape: [batch, axes, maskedCount] },
    ...(split.maskedPadding.includes(1) && {
      maskedPadding: { data: split.maskedPadding, shape: [batch, maskedCount] },
    }),
    targets: { data: split.targets, shape: [batch, maskedCount, tokenSize] },
  }
}

/** A batch of whole samples as the inputs of `predictionProgram`, without targets. Padding that marks nothing is left out. */
export function predictionHostInputs(
  tokens: TokenBatch,
  config: Pick<BackboneConfig, 'positionEncoding'>,
): HostTensors {
  const { batch, length, tokenSize } = tokens
  const { positions, axes } = modelPositions(tokens, config.positionEncoding)
  return {
    values: { data: tokens.values, shape: [batch, length, tokenSize] },
    positions: { data: positions, shape: [batch, axes, length] },
    ...(tokens.padding.includes(1) && {
      padding: { data: Float32Array.from(tokens.padding), shape: [batch, length] },
    }),
  }
}
