import type { PredictionLoss, PretrainingConfig } from '@romae/core'
import type { HostTensor, HostTensors } from '@romae/engine'

/** The denominator of a batch's mean loss in pre-training: the number of its masked tokens. */
export function weightOfMasked(
  { maskedPositions, maskedPadding }: HostTensors,
  { lossAverage }: PretrainingConfig,
): number {
  const [batch, , masked] = maskedPositions!.shape as [number, number, number]
  if (maskedPadding === undefined || lossAverage === 'reference') return batch * masked
  return batch * masked - countOnes(maskedPadding)
}

/**
 * The denominator of a batch's mean loss: the weight of its samples' classes, how often it is known whether a sample has a label, or the
 * number of its samples or real tokens.
 */
export function weightOfTargets(loss: PredictionLoss, { targets, padding }: HostTensors): number {
  const { data, shape } = targets!
  const [samples, length] = shape as [number, number]
  if (shape.length === 3) return samples * length - countOnes(padding)
  if (loss.kind === 'binaryCrossEntropy') return Array.from(data).filter((value) => value >= 0).length
  if (loss.kind !== 'crossEntropy' || loss.classWeights === undefined) return samples
  const { classWeights } = loss
  return Array.from(data, (label) => classWeights[label]!).reduce((sum, weight) => sum + weight, 0)
}

function countOnes(padding: HostTensor | undefined): number {
  return padding === undefined ? 0 : Array.from(padding.data).reduce((sum, one) => sum + one, 0)
}
