import type { Random } from '@romae/internal/random'
import * as tf from '@tensorflow/tfjs-core'
import { type MaskedModality, type PretrainingConfig, type PretrainingOptions, pretrainingConfig } from '../index.ts'
import { randomTensor, tinyStack } from './models.ts'

/** Series on the axis of time, and images on two of their own. */
export const twoModalities = [
  { name: 'image', tokenSize: 4, axes: [0, 1] },
  { name: 'series', tokenSize: 2, axes: [2] },
] as const

export function tinySet(changes: Partial<PretrainingOptions> = {}): PretrainingConfig {
  return pretrainingConfig({
    tokenSize: 4,
    axes: 3,
    modalities: twoModalities,
    encoder: tinyStack(3),
    decoder: { ...tinyStack(3), heads: 1, dModel: 12, depth: 1 },
    ...changes,
  })
}

/** How many tokens of a modality are visible and masked. */
interface Counts {
  readonly visible: number
  readonly masked: number
}

/** A modality's tokens that are given whole. */
type Given = { readonly [Key in keyof MaskedModality]-?: tf.Tensor }

/** One batch of one modality; the last token of each part is padding in the last row. */
export function randomModality(
  { tokenSize, axes }: { readonly tokenSize: number; readonly axes: readonly number[] },
  random: Random,
  { visible, masked }: Counts,
  batch = 2,
): Given {
  const padding = (length: number) => {
    const values = new Float32Array(batch * length)
    values[batch * length - 1] = 1
    return tf.tensor(values, [batch, length])
  }
  return {
    visible: randomTensor(random, [batch, visible, tokenSize]),
    visiblePositions: randomTensor(random, [batch, axes.length, visible], 3),
    visiblePadding: padding(visible),
    maskedPositions: randomTensor(random, [batch, axes.length, masked], 3),
    maskedPadding: padding(masked),
    targets: randomTensor(random, [batch, masked, tokenSize]),
  }
}
