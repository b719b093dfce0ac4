/** The tokens of one step, padding included. */
export interface StepSizes {
  /** Samples. */
  readonly batch: number
  /** Tokens of each sample that the encoder reads, without [CLS]. */
  readonly visible: number
  /** Tokens of each sample that are reconstructed; 0 for a prediction model. */
  readonly masked: number
  /** Of a model of several modalities: which of these are of each, in the order of the configuration. */
  readonly modalities?: readonly { readonly visible: number; readonly masked: number }[]
}
