import { sizePresets } from '@romae/core'
import type { InterpolationExperiment } from './experiment.ts'

type Model = InterpolationExperiment['model']

/** The paper's: RoMAE-tiny with a decoder as large as the encoder, as the reference's checkpoints have it; nothing dropped. */
export const tinyModel: Omit<Model, 'cls'> = {
  encoder: sizePresets.tiny,
  decoder: sizePresets.tiny,
  ropeFraction: 0.75,
  hiddenDropout: 0,
  attentionDropout: 0,
}

/** Stacks for a processor. */
export const shallowStacks: Pick<Model, 'encoder' | 'decoder'> = {
  encoder: sizePresets['tiny-shallow'],
  decoder: sizePresets['tiny-shallow'],
}

/** Stacks that learn something in seconds. */
export const smokeStacks: Pick<Model, 'encoder' | 'decoder'> = {
  encoder: { dModel: 48, heads: 2, depth: 1 },
  decoder: { dModel: 48, heads: 2, depth: 2 },
}
