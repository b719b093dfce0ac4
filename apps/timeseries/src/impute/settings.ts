import { type Experiment, experimentKinds, type Kinds, optional, positiveUpTo, within } from '@romae/app-common'

/** An imputation as plain data. */
export interface ImputeExperiment extends Pick<Experiment, 'model' | 'pretraining'> {
  readonly data: {
    /** Span of time that the model sees at once, in the file's unit; null: 16 of its typical steps. */
    readonly window: number | null
    /** Fraction of the observed values kept from training to measure the error on. */
    readonly heldOut: number
  }
}

export const imputeSettings: ImputeExperiment = {
  data: { window: null, heldOut: 0.1 },
  model: { size: 'tiny-shallow' },
  pretraining: { epochs: 1, steps: 400, batchSize: 32, learningRate: 1e-3, maskRatio: 0.5 },
}

const { model, pretraining } = experimentKinds({ data: {}, tokenizer: {} })

/** What `--set` may change. */
export const imputeKinds: Kinds = {
  data: { window: optional(positiveUpTo(Number.MAX_VALUE)), heldOut: within(0, 0.999_999) },
  model: model!,
  pretraining: pretraining!,
}
