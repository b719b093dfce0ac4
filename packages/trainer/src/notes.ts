/** Something that whoever uses a model should know, and that stops nothing. */
export interface Note {
  /** Stable, as the codes of errors are. */
  readonly code:
    | 'MODEL_WITHOUT_RECORD'
    | 'TOKENIZER_WITHOUT_STATE'
    | 'TOKENIZER_NOT_GIVEN'
    | 'OTHER_TOKENIZER'
    | 'NEW_PROJECTION'
    | 'SINGLE_TOKENS'
    | 'NOTHING_SEEN'
    | 'POSITIONS_TOO_CLOSE'
    | 'POSITIONS_TOO_FAR'
    | 'FEW_ROTATIONS'
  /** One sentence. */
  readonly message: string
}
