import type { Experiment } from 'romae'

/** One way to a classifier, to be compared with others on the same split. */
export interface Method {
  /** As tables call it. */
  readonly name: string
  /** Names its folder: methods of one `pretraining` share that model, and must agree in all that it depends on. */
  readonly key: string
  readonly experiment: Experiment
  /** The name of the pre-training that it starts from; null: from scratch. */
  readonly pretraining: string | null
  /** The fraction of labelled training samples that fine-tuning gets, of each class the same. */
  readonly labels: number
}
