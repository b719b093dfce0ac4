import type { SuggestedSettings } from '@romae/tokenizer/modality'

/** Tables 12 and 13 of the paper, with the fine-tuning of the first data set there for those that it does not list. */
const paper: SuggestedSettings = {
  pretraining: { epochs: 400, batchSize: 64, learningRate: 3e-4 },
  finetuning: {
    epochs: 50,
    batchSize: 8,
    learningRate: 1e-2,
    optimizer: { kind: 'sgd', momentum: 0.9, weightDecay: 0 },
    clipNorm: 1,
    labelSmoothing: 0,
    hiddenDropout: 0,
    attentionDropout: 0,
    stochasticDepth: 0,
  },
}

/** The presets' settings of series where they differ from those of any data. */
export const suggests = { paper } as const
