/** What every training says while it goes on, whatever it learns. */
export type TrainingEvent =
  | { readonly type: 'doing'; readonly what: string }
  | {
      readonly type: 'started'
      readonly threads: number
      readonly steps: number
      /** Whether its checkpoints outlast the page. */
      readonly isLasting: boolean
      /** Of how much there is to learn from; empty where the page says it elsewhere. */
      readonly about: string
    }
  | { readonly type: 'resumed'; readonly step: number }
  | { readonly type: 'step'; readonly step: number; readonly loss: number }

/** A file to take away. */
export interface OfferedFile {
  readonly kind: FileKind
  readonly name: string
  readonly content: Blob
}

export type FileKind = 'vector' | 'embeddings' | 'filled' | 'forecast' | 'intervals' | 'methods' | 'model' | 'onnx'

/** What comes of a training. */
export interface TrainingResult {
  /** Whether it was paused before its last step. */
  readonly stopped: boolean
  /** None where it was paused before there was anything. */
  readonly files: readonly OfferedFile[]
}
