import type { Tokenizer } from './tokenizer.ts'

/** What a model has kept of the tokenizer that it was made with. */
export interface SavedTokenizer {
  /** The tokenizer's name, e.g. `timeseries/observations`. */
  readonly name: string
  /** What its `toJSON` gave, statistics included. */
  readonly state: unknown
}

/**
 * Makes the tokenizers of one kind of data again, so that whoever loads a model has its tokenizer without naming it: the part of
 * a `Modality` that `loadModel` needs.
 *
 * @typeParam Sample what the modality calls a sample: a series, an image, a sound
 */
export interface TokenizerRestorer<Sample> {
  /** What its tokenizers' names begin with: `timeseries` of `timeseries/observations`. */
  readonly name: string
  /** Makes a tokenizer again. Throws a `RomaeError` for a name or a state that is none of its own. */
  restore(saved: SavedTokenizer): Tokenizer<Sample>
}
