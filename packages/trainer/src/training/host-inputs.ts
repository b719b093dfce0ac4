import { type BackboneConfig, modelPositions, type SplitBatch } from '@romae/core'
import type { HostTensors } from '@romae/engine'
import type { TokenBatch } from '@romae/tokenizer'

/** What a program reads. */
export interface HostInputOptions {
  /**
   * For a program that has a model's weights and reads all of its inputs: without targets, and with padding that marks nothing.
   * Default false: padding that marks nothing is left out, so that a step does not compute with it.
   */
  readonly complete?: boolean | undefined
}

/**
 * A masked batch as the inputs of `pretrainingProgram`. What is empty is left out: padding that marks nothing, and
 * visible tokens where all are masked.
 */
export function pretrainingHostInputs(
  split: SplitBatch,
  tokenSize: number,
  { complete = false }: HostInputOptions = {},
): HostTensors {
  const { batch, visibleCount, maskedCount, axes } = split
  return {
    ...(visibleCount > 0 && {
      visible: { data: split.visible, shape: [batch, visibleCount, tokenSize] },
      visiblePositions: { data: split.visiblePositions, shape: [batch, axes, visibleCount] },
    }),
    ...((complete || split.visiblePadding.includes(1)) && {
      visiblePadding: { data: split.visiblePadding, shape: [batch, visibleCount] },
    }),
    maskedPositions: { data: split.maskedPositions, shape: [batch, axes, maskedCount] },
    ...((complete || split.maskedPadding.includes(1)) && {
      maskedPadding: { data: split.maskedPadding, shape: [batch, maskedCount] },
    }),
    ...(!complete && { targets: { data: split.targets, shape: [batch, maskedCount, tokenSize] } }),
  }
}

/** A batch of whole samples as the inputs of `predictionProgram`, without targets. Padding that marks nothing is left out. */
export function predictionHostInputs(
  tokens: TokenBatch,
  config: Pick<BackboneConfig, 'positionEncoding'>,
  { complete = false }: HostInputOptions = {},
): HostTensors {
  const { batch, length, tokenSize } = tokens
  const { positions, axes } = modelPositions(tokens, config.positionEncoding)
  return {
    values: { data: tokens.values, shape: [batch, length, tokenSize] },
    positions: { data: positions, shape: [batch, axes, length] },
    ...((complete || tokens.padding.includes(1)) && {
      padding: { data: Float32Array.from(tokens.padding), shape: [batch, length] },
    }),
  }
}
